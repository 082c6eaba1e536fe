import { expect, test } from "vitest";
import { type Compared, decideTogether } from "../../../src/science/dopamine/decide-together.ts";
import { seededRandom } from "../../../src/science/random.ts";

/** A comparison in which the partial account is so many times as likely as the total one, and which lie far apart. */
const odds = (ratio: number, separation = 1e4): Compared => ({
  ...{ partialR: 0.5, totalR: 0.5, separation },
  logRatio: Math.log(ratio),
});

test("as many of the surest are decided as keep their mean probability of being wrong at one in a hundred", () => {
  // Probabilities of being wrong, 1 / (1 + odds): 1/500, 1/1000, 1/40, 1/25, 1/5; of the first three 28/1000 = 3 × .0093.
  const cohort = [odds(1 / 499), odds(39), odds(999), odds(24), odds(4)];
  expect(decideTogether(cohort)).toEqual(["total", "partial", "partial", "undecided", "undecided"]);
  // Two that are surer make room for the fourth: 68/1000 + 2/10⁶ = 6 × .0113 not yet, with eight it is 8 × .0085.
  const sure = Array.from({ length: 4 }, () => odds(1e6));
  expect(decideTogether([...cohort, ...sure.slice(2)])[3]).toBe("undecided");
  expect(decideTogether([...cohort, ...sure])[3]).toBe("partial");
});

test("one by itself needs 99 to 1, and no number of sure ones decides one below 3 to 1", () => {
  expect(decideTogether([odds(98)])).toEqual(["undecided"]);
  expect(decideTogether([odds(100)])).toEqual(["partial"]);
  const sure = Array.from({ length: 1000 }, () => odds(1e6));
  expect(decideTogether([odds(3.01), odds(2.99), ...sure]).slice(0, 2)).toEqual(["partial", "undecided"]);
});

test("of whom little can be told is not decided for being among those of whom much can", () => {
  const sure = Array.from({ length: 1000 }, () => odds(1e6));
  expect(decideTogether([odds(48, 0.1), odds(50, 0.1), ...sure]).slice(0, 2)).toEqual([
    "undecided",
    "partial",
  ]);
});

test("the winner must correlate with the response, and what was not compared is undecided", () => {
  expect(
    decideTogether([
      { ...odds(1e6), partialR: -0.1 },
      { ...odds(1e-6), totalR: null },
      { ...odds(1e6), totalR: -0.1 },
      { ...odds(1e6), logRatio: null, separation: null },
    ]),
  ).toEqual(["undecided", "undecided", "partial", "undecided"]);
  expect(decideTogether([])).toEqual([]);
});

test("equal ones are decided alike, in whatever order they come", () => {
  // Either of the two would fit with the sure one, both do not.
  const cohort = [odds(1e6), odds(60), odds(1 / 60)];
  expect(decideTogether(cohort)).toEqual(["partial", "undecided", "undecided"]);
  expect(decideTogether([cohort[2], cohort[0], cohort[1]])).toEqual(["undecided", "partial", "undecided"]);
});

test("of log-ratios that are normal, a share is wrong that their probabilities foretell", () => {
  // Closed form: with separation J a log-ratio is N(±J/2, J), and its own logistic is the probability of being right.
  const random = seededRandom(1);
  let [nDecided, wrong, expected] = [0, 0, 0];
  for (let cohort = 0; cohort < 400; cohort++) {
    const comparisons = Array.from({ length: 200 }, () => {
      const separation = 12 * random.uniform();
      return odds(Math.exp(separation / 2 + Math.sqrt(separation) * random.normal()), separation);
    });
    decideTogether(comparisons).forEach((account, k) => {
      if (account === "undecided") return;
      nDecided++;
      if (account === "total") wrong++;
      expected += 1 / (1 + Math.exp(Math.abs(comparisons[k].logRatio ?? 0)));
    });
  }
  expect(nDecided).toBeGreaterThan(20_000);
  expect(expected / nDecided).toBeGreaterThan(0.008);
  expect(Math.abs(wrong - expected)).toBeLessThan(3 * Math.sqrt(expected));
});
