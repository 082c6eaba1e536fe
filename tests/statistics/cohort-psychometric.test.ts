import { expect, test } from "vitest";
import { fitPsychometric } from "../../src/science/psychometric/fit-psychometric.ts";
import {
  psychometricFunction,
  psychometricNames,
} from "../../src/science/psychometric/psychometric-function.ts";
import { seededRandom } from "../../src/science/random.ts";

const full = process.env.TEST_FULL === "1";

test("95 % bootstrap intervals hold the true parameters in at least 85 % of simulated sessions", () => {
  // 250 trials with the task's contrasts; percentile intervals of so few trials are known to be a little narrow.
  const truth = { biasContrast: 0.05, slope: 10, lapseLeft: 0.12, lapseRight: 0.1 };
  const shown = [
    [-0.5, 75],
    [-0.25, 37],
    [0, 26],
    [0.25, 37],
    [0.5, 75],
  ];
  const random = seededRandom(9);
  const nSessions = full ? 400 : 60;
  const covered = psychometricNames.map(() => 0);
  for (let session = 0; session < nSessions; session++) {
    const counts = shown.map(([contrast, n]) => {
      const p = psychometricFunction(truth, contrast);
      return {
        contrast,
        n,
        nRight: Array.from({ length: n }, () => random.uniform() < p).filter(Boolean).length,
      };
    });
    const { fit } = fitPsychometric(counts, { seed: session });
    psychometricNames.forEach((name, i) => {
      const [lo, hi] = fit?.ci?.[name] ?? [1, 0];
      if (lo <= truth[name] && truth[name] <= hi) covered[i] += 1;
    });
  }
  console.log(
    `intervals of ${psychometricNames.join(", ")} cover ${covered.map((n) => n / nSessions).join(", ")}`,
  );
  for (const n of covered) expect(n / nSessions).toBeGreaterThanOrEqual(0.85);
}, 300_000);
