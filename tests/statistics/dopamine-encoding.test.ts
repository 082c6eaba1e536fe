/** Regressions of simulated responses whose truth is known: coverage of intervals, and p-values under slow drift. */
import { expect, test } from "vitest";
import { DEFAULT_DRIFT_TRIALS } from "../../src/science/dopamine/absorb-drift.ts";
import { absorbDesign, regress } from "../../src/science/dopamine/regression.ts";
import { shiftTest } from "../../src/science/dopamine/shift-null.ts";
import { type Random, seededRandom } from "../../src/science/random.ts";

const isFull = process.env.TEST_FULL === "1";
const DRIFT_TRIALS = DEFAULT_DRIFT_TRIALS;
const names = ["contra", "ipsi", "choice", "outcome", "interaction"];
const truth = [0.8, 0.3, -0.1, 0.5, 0.2];

function sessions(count: number, length: number): Int32Array {
  return Int32Array.from({ length: count + 1 }, (_, s) => s * length);
}

/** Contrasts at random; choices that lean ever another way, as mice's do; outcomes from both. */
function regressors(random: Random, n: number): readonly Float64Array[] {
  const columns = names.map(() => new Float64Array(n));
  let lean = 0;
  for (let t = 0; t < n; t++) {
    lean = 0.97 * lean + 0.3 * random.normal();
    const contrast = [-0.5, -0.25, 0, 0.25, 0.5][random.integer(5)];
    const choseContra = random.uniform() < 1 / (1 + Math.exp(-(lean + 4 * contrast)));
    const correct = contrast === 0 ? random.uniform() < 0.5 : choseContra === contrast > 0;
    columns[0][t] = Math.max(contrast, 0);
    columns[1][t] = Math.max(-contrast, 0);
    columns[2][t] = choseContra ? 0.5 : -0.5;
    columns[3][t] = correct ? 0.5 : -0.5;
    columns[4][t] = columns[2][t] * columns[3][t];
  }
  return columns;
}

test("coefficients lie in their 95 % intervals 93 to 97 % of the time, with drift, heavy tails and unequal noise", () => {
  const mice = isFull ? 2000 : 600;
  const random = seededRandom(21);
  const inside = names.map(() => 0);
  for (let mouse = 0; mouse < mice; mouse++) {
    const starts = sessions(3, 150);
    const n = starts[3];
    const columns = regressors(random, n);
    let walk = 0;
    const y = new Float64Array(n);
    for (let t = 0; t < n; t++) {
      walk += 0.1 * random.normal();
      const chi = (random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2) / 3;
      const scale = 0.5 + columns[0][t] + (columns[3][t] > 0 ? 0.4 : 0);
      y[t] = walk + (scale * random.normal()) / Math.sqrt(chi);
      truth.forEach((b, k) => {
        y[t] += b * columns[k][t];
      });
    }
    regress(absorbDesign(names, columns, starts, DRIFT_TRIALS), y)?.coefficients.forEach(({ ci }, k) => {
      if (ci && ci[0] <= truth[k] && truth[k] <= ci[1]) inside[k]++;
    });
  }
  const share = inside.reduce((sum, k) => sum + k, 0) / (mice * names.length);
  if (isFull) console.log("coverage", inside.map((k) => k / mice).join(" "), "all", share);
  expect(share).toBeGreaterThan(0.93);
  expect(share).toBeLessThan(0.97);
}, 600_000);

test("where an expert makes few errors, each coefficient that is told lies in its interval 93 to 97 % of the time", () => {
  const runs = isFull ? 10_000 : 3_000;
  const random = seededRandom(22);
  const without = [...truth.slice(0, 4), 0];
  const told = names.map(() => 0);
  const inside = names.map(() => 0);
  for (let run = 0; run < runs; run++) {
    const n = 60 + random.integer(150);
    const columns = names.map(() => new Float64Array(n));
    const contraErrors = new Set(Array.from({ length: 1 + random.integer(9) }, () => random.integer(n)));
    const ipsiErrors = [0.02, 0.05, 0.15][random.integer(3)];
    const y = new Float64Array(n);
    for (let t = 0; t < n; t++) {
      const contrast = [0.125, 0.25, 0.5, 1][random.integer(4)];
      const isContraError = contraErrors.has(t);
      const isContra = !isContraError && random.uniform() < 0.5;
      const isIpsiError = isContra && random.uniform() < ipsiErrors;
      columns[isContra ? 0 : 1][t] = contrast;
      columns[2][t] = isContra !== (isContraError || isIpsiError) ? 0.5 : -0.5;
      columns[3][t] = isContraError || isIpsiError ? -0.5 : 0.5;
      columns[4][t] = columns[2][t] * columns[3][t];
      y[t] = random.normal() + without.reduce((sum, b, k) => sum + b * columns[k][t], 0);
    }
    const design = absorbDesign(names, columns, sessions(1, n), DRIFT_TRIALS);
    regress(design, y)?.coefficients.forEach(({ ci }, k) => {
      if (ci === null) return;
      told[k]++;
      if (ci[0] <= without[k] && without[k] <= ci[1]) inside[k]++;
    });
  }
  const shares = inside.map((count, k) => count / told[k]);
  if (isFull)
    console.log("few errors: coverage", shares.join(" "), "told", told.map((k) => k / runs).join(" "));
  for (const share of shares) {
    expect(share).toBeGreaterThan(0.93);
    expect(share).toBeLessThan(0.97);
  }
  // Nearly all stimuli are told of, half of the choices and outcomes or more, and fewer interactions.
  expect(Math.min(told[0], told[1]) / runs).toBeGreaterThan(0.95);
  expect(Math.min(told[2], told[3]) / runs).toBeGreaterThan(0.5);
  expect(told[4]).toBeLessThan(told[3]);
}, 600_000);

test.each([
  { count: 1, length: 200, white: 0 },
  { count: 1, length: 300, white: 1 },
  { count: 3, length: 200, white: 0.3 },
  { count: 12, length: 100, white: 1 },
])(
  "without coupling, drift in both series makes no effect in $count sessions (white noise $white)",
  ({ count, length, white }) => {
    const runs = isFull ? 1000 : 200;
    const random = seededRandom(31).child(count).child(length);
    const p: number[] = [];
    for (let run = 0; run < runs; run++) {
      const starts = sessions(count, length);
      const n = count * length;
      let x = 0;
      let walk = 0;
      const slow = new Float64Array(n);
      const y = new Float64Array(n);
      for (let t = 0; t < n; t++) {
        x += 0.1 * random.normal();
        walk += 0.1 * random.normal();
        slow[t] = x + 0.3 * white * random.normal();
        y[t] = walk + white * random.normal();
      }
      const design = absorbDesign(["slow"], [slow], starts, DRIFT_TRIALS);
      p.push(shiftTest(design, y, random, 199).p[0] ?? 1);
    }
    for (const alpha of [0.01, 0.05, 0.1]) {
      const share = p.filter((value) => value <= alpha).length / runs;
      if (isFull) console.log(count, "sessions, white", white, ": P(p <=", alpha, ") =", share);
      expect(share).toBeLessThanOrEqual(alpha + 2 * Math.sqrt((alpha * (1 - alpha)) / runs));
    }
  },
  600_000,
);
