/** Simulated light whose effect is known: selective (only where it was taught), broad, or none. */
import { expect, test } from "vitest";
import { type Random, seededRandom } from "../../src/science/random.ts";
import { matchedDifference } from "../../src/science/stimulation-effects/matched-difference.ts";
import { afterLight } from "../../src/science/stimulation-effects/next-choices.ts";
import { subjectEffects } from "../../src/science/stimulation-effects/subject-effects.ts";
import type { TrialTable } from "../../src/science/trial-table.ts";

const isFull = process.env.TEST_FULL === "1";
const MICE = isFull ? 15_000 : 1_000;
const SESSIONS = 8;
const TRIALS = 200;
const HORIZON = 10;

/**
 * A mouse whose choices lean slowly, and after light repeat the choice made, with a chance more by `effect`, on the
 * next trial of the same side, or of any side. The addition is to the probability, so that the truth is a number. Light
 * may be given by what the mouse did.
 */
function mouse(
  random: Random,
  effect: number,
  broad: boolean,
  chance: (choice: number, outcome: number) => number = () => 0.2,
) {
  const n = SESSIONS * TRIALS;
  const contrast = new Float64Array(n);
  const choice = new Int8Array(n);
  const outcome = new Int8Array(n);
  const light = new Int8Array(n);
  let lean = 0;
  for (let t = 0; t < n; t++) {
    lean = 0.98 * lean + 0.05 * random.normal();
    const side = random.integer(5) - 2;
    contrast[t] = side / 4;
    let right = 0.5 + Math.max(-0.2, Math.min(0.2, 0.12 * side + 0.1 * lean));
    const last = lastTaught(contrast, choice, t, broad);
    if (last >= 0 && light[last] === 1) right += effect * choice[last];
    choice[t] = random.uniform() < right ? 1 : -1;
    outcome[t] = side === 0 ? random.integer(2) : choice[t] === Math.sign(side) ? 1 : 0;
    light[t] = random.uniform() < chance(choice[t], outcome[t]) ? 1 : 0;
  }
  const trials: TrialTable = {
    nTrials: n,
    session: Int32Array.from({ length: n }, (_, t) => 1 + Math.floor(t / TRIALS)),
    trial: Int32Array.from({ length: n }, (_, t) => 1 + (t % TRIALS)),
    contrastLeft: contrast.map((c) => Math.max(-c, 0)),
    contrastRight: contrast.map((c) => Math.max(c, 0)),
    choice,
    outcome,
    responseTimeS: new Float64Array(n).fill(0.8),
    repeatNumber: new Int32Array(n),
    sessionBoundariesKnown: true,
  };
  return { trials, light };
}

/** The last right trial whose answer this one is: of the same side, or, with a broad effect, of any. */
function lastTaught(contrast: Float64Array, choice: Int8Array, t: number, broad: boolean): number {
  const from = Math.max(Math.floor(t / TRIALS) * TRIALS, t - HORIZON);
  const tested = Math.sign(contrast[t]);
  if (tested !== 1 && !broad) return -1;
  for (let k = t - 1; k >= from; k--) {
    const side = Math.sign(contrast[k]);
    if (side === 1 && choice[k] !== 0) return k;
    if (side === tested) return -1;
  }
  return -1;
}

test.each([
  { name: "a selective effect", effect: 0.1, broad: false, onOther: 0 },
  { name: "a broad effect", effect: 0.1, broad: true, onOther: 0.1 },
  { name: "no effect", effect: 0, broad: false, onOther: 0 },
])(
  "$name is recovered on the taught and on the other side, its intervals covering 93 to 97 %",
  ({ effect, broad, onOther }) => {
    const random = seededRandom(17);
    for (const [tested, truth] of [
      ["right", effect],
      ["left", onOther],
    ] as const) {
      let inside = 0;
      let sum = 0;
      const p: number[] = [];
      for (let k = 0; k < MICE; k++) {
        const { trials, light } = mouse(random.child(k), effect, broad);
        const found = matchedDifference(
          afterLight(trials, light, { taught: "right", tested, horizon: HORIZON }, "outcome"),
          random,
          { permutations: 199, level: 0.95 },
        );
        sum += found.difference ?? Number.NaN;
        p.push(found.p ?? 1);
        if (found.ci && found.ci[0] <= truth && truth <= found.ci[1]) inside++;
      }
      const se = 2 * Math.sqrt((0.95 * 0.05) / MICE);
      if (isFull) console.log(tested, "mean", sum / MICE, "of", truth, "coverage", inside / MICE);
      expect(Math.abs(sum / MICE - truth)).toBeLessThan(0.012);
      expect(inside / MICE).toBeGreaterThan(isFull ? 0.93 : 0.95 - se - 0.01);
      expect(inside / MICE).toBeLessThan(isFull ? 0.97 : 0.95 + se + 0.01);
      if (truth !== 0) continue;
      for (const alpha of [0.01, 0.05, 0.1]) {
        const share = p.filter((value) => value <= alpha).length / MICE;
        if (isFull) console.log("  P(p <=", alpha, ") =", share);
        // A part may stray further than the whole.
        const errors = isFull ? 2 : 3;
        expect(share).toBeLessThanOrEqual(alpha + errors * Math.sqrt((alpha * (1 - alpha)) / MICE));
      }
    }
  },
  300_000,
);

test.each([
  {
    alignment: "outcome",
    given: "more often after errors",
    chance: (_: number, outcome: number) => 0.4 - 0.3 * outcome,
  },
  { alignment: "action", given: "at right choices", chance: (choice: number) => (choice > 0 ? 0.3 : 0.1) },
] as const)(
  "light at the $alignment, given $given, makes no effect where it has none",
  ({ alignment, chance }) => {
    const mice = MICE / 2;
    const random = seededRandom(18);
    let [sum, inside] = [0, 0];
    for (let k = 0; k < mice; k++) {
      const { trials, light } = mouse(random.child(k), 0, false, chance);
      const found = matchedDifference(
        afterLight(trials, light, { taught: "right", tested: "right", horizon: HORIZON }, alignment),
        random,
        { permutations: 1, level: 0.95 },
      );
      sum += found.difference ?? Number.NaN;
      if (found.ci && found.ci[0] <= 0 && 0 <= found.ci[1]) inside++;
    }
    if (isFull) console.log("given by", alignment, "mean", sum / mice, "coverage", inside / mice);
    const error = Math.sqrt((0.95 * 0.05) / mice);
    expect(Math.abs(sum / mice)).toBeLessThan(0.012);
    expect(inside / mice).toBeGreaterThan(0.93 - error);
    expect(inside / mice).toBeLessThan(0.97 + error);
  },
  300_000,
);

test("light of which it is not known when it came is not compared, whatever it followed", () => {
  const { trials, light } = mouse(seededRandom(19), 0, false, (_, outcome) => 0.3 * outcome);
  const lights = [...light.keys()]
    .filter((t) => light[t] === 1)
    .map((row) => ({ row, site: "DLS", hemisphere: "left", alignment: null, condition: "active" as const }));
  const { nextChoices } = subjectEffects(trials, lights, null);
  const ofLight = nextChoices.filter(({ treatment }) => treatment === "light");
  expect(ofLight).toHaveLength(9);
  for (const { difference, p, nTreated } of ofLight)
    expect([difference, p, nTreated]).toEqual([null, null, 0]);
});
