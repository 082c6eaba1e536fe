import { expect, test } from "vitest";
import { seededRandom } from "../../../src/science/random.ts";
import { predictFromFirstSessions } from "../../../src/science/statistics/prediction.ts";
import { measureOf } from "./measure-of.ts";

/** Mice whose bias tells the outcome from session 3 on. */
const tellingMice = (n: number) => {
  const random = seededRandom(3);
  return Array.from({ length: n }, (_, i) => {
    const side = i % 3 === 0 ? -1 : 1;
    const measures = [1, 2, 3, 4].map((session) =>
      measureOf(session, { bias: (session < 3 ? 0 : 2 * side) + 0.1 * random.normal() }),
    );
    return { measures, outcome: side < 0 ? "RIGHT_ASSOCIATING" : "LEFT_ASSOCIATING" };
  });
};

test("an outcome that early sessions tell is foretold from the session on that tells it, and not before", () => {
  const curve = predictFromFirstSessions(tellingMice(30), {
    seed: 1,
    sessions: [1, 2, 3, 4],
    nBootstrap: 500,
  });
  expect(curve.map(({ sessions, n }) => [sessions, n])).toEqual([
    [1, 30],
    [2, 30],
    [3, 30],
    [4, 30],
  ]);
  expect(curve[0].baseRate).toMatchObject({ k: 20, n: 30 });
  expect(curve[0].correct.proportion).toBeLessThanOrEqual(0.7);
  expect(curve[2].correct).toMatchObject({ k: 30, n: 30 });
  expect(curve[2].gain?.mean).toBeCloseTo(1 / 3, 12);
  expect(curve[2].gain?.ci[0]).toBeGreaterThan(0);
});

test("each mouse is foretold from the others alone: a lone outcome is never foretold for its own mouse", () => {
  const mice = [0, 0.01, 0.02, 1].map((bias, i) => ({
    measures: [measureOf(1, { bias })],
    outcome: i === 3 ? "BALANCED" : "UNBIASED",
  }));
  const [point] = predictFromFirstSessions(mice, { seed: 1, sessions: [1], nBootstrap: 100 });
  expect(point.correct).toMatchObject({ k: 3, n: 4 });
});

test("mice without a defined measure by then are left out and counted", () => {
  const mice = [
    { measures: [measureOf(1, { bias: null }), measureOf(2)], outcome: "A" },
    { measures: [measureOf(2)], outcome: "A" },
    { measures: [measureOf(1)], outcome: "A" },
  ];
  const [one, two] = predictFromFirstSessions(mice, { seed: 1, sessions: [1, 2], nBootstrap: 10 });
  expect([one.n, one.nLeftOut, two.n]).toEqual([1, 2, 3]);
  expect(one.correct).toMatchObject({ k: 0, n: 1 });
  expect(predictFromFirstSessions([], { seed: 1, sessions: [1] })[0]).toMatchObject({ n: 0, gain: null });
});

test("a mouse whose outcome has begun by session k is left out, and later sessions change nothing", () => {
  const mice = tellingMice(12);
  const ahead = mice.map((mouse, i) => ({ ...mouse, outcomeFrom: i < 2 ? 3 : 9 }));
  const [two, three] = predictFromFirstSessions(ahead, { seed: 1, sessions: [2, 3], nBootstrap: 10 });
  expect([two.n, three.n, three.nLeftOut]).toEqual([12, 10, 2]);
  const cut = mice.map((mouse) => ({ ...mouse, measures: mouse.measures.slice(0, 2) }));
  const options = { seed: 1, sessions: [2], nBootstrap: 10 };
  expect(predictFromFirstSessions(cut, options)).toEqual(predictFromFirstSessions(mice, options));
});

test("only the latest sessions of a window describe the mouse", () => {
  const mice = tellingMice(12);
  const options = { seed: 1, sessions: [4], nBootstrap: 10, windowLength: 2 };
  const late = mice.map((mouse) => ({ ...mouse, measures: mouse.measures.slice(2) }));
  expect(predictFromFirstSessions(mice, options)).toEqual(predictFromFirstSessions(late, options));
});
