import { seededRandom } from "../../../src/science/random.ts";
import type { TrialTable } from "../../../src/science/trial-table.ts";
import { trialsOf } from "../trials-of.ts";

/** Trials of a made-up mouse that is right more often as it goes on; response times log-normal. */
export function randomTrials(nSessions: number, perSession: number, seed: number): TrialTable {
  const random = seededRandom(seed);
  const contrasts = [-0.5, -0.25, 0, 0.25, 0.5];
  return trialsOf(
    Array.from({ length: nSessions * perSession }, (_, t) => {
      const contrast = contrasts[random.integer(5)];
      const eta = 0.4 + ((6 * t) / (nSessions * perSession)) * contrast;
      return {
        session: 1 + Math.floor(t / perSession),
        contrast,
        choice: random.uniform() < 1 / (1 + Math.exp(-eta)) ? "right" : "left",
        responseTimeS: 0.15 + Math.exp(-0.2 + 0.5 * random.normal()),
      };
    }),
  );
}
