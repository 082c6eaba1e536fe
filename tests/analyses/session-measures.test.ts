import { expect, test } from "vitest";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import type { SessionMeasure } from "../../src/science/session-measures.ts";
import { trial } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { derivation } from "./derivation.ts";

const log = givenLog();

/** So many trials of a signed contrast, the first nRight of them to the right. */
interface Block {
  readonly contrast: number;
  readonly n: number;
  readonly nRight: number;
  readonly responseTimeS?: number;
  readonly repeatNumber?: number;
  readonly choice?: "no-go";
}

function sessionOf(subject: string, session: number, blocks: readonly Block[]) {
  let number = 0;
  return blocks.flatMap(({ contrast, n, nRight, choice, ...rest }) =>
    Array.from({ length: n }, (_, i) =>
      trial(subject, session, ++number, {
        contrastLeft: Math.max(0, -contrast),
        contrastRight: Math.max(0, contrast),
        choice: choice ?? (i < nRight ? "right" : "left"),
        ...rest,
      }),
    ),
  );
}

test("measures worked out by hand come out of the database as such (SCIENCE §2)", async () => {
  await append(log.pool("ingest"), [
    // 1: p_L = 10/40, p_0 = 14/20, p_R = (9 + 27)/40; correct: 30 of 40 left, 36 of 40 right.
    ...sessionOf("H", 1, [
      { contrast: -0.5, n: 30, nRight: 5 },
      { contrast: -0.25, n: 10, nRight: 5 },
      { contrast: 0, n: 20, nRight: 14 },
      { contrast: 0.25, n: 10, nRight: 9 },
      { contrast: 0.5, n: 30, nRight: 27 },
    ]),
    // 2: 69 trials, one too few: slopes and bias of session 1, accuracy its own, (20 + 10)/49.
    ...sessionOf("H", 2, [
      { contrast: -0.5, n: 24, nRight: 4 },
      { contrast: 0, n: 20, nRight: 20 },
      { contrast: 0.5, n: 25, nRight: 10 },
    ]),
    // 3: 100 fast trials and one of 30 s. Mean 131/101 s, sample SD about 2.886 s: the slow one has z = 9.95 and is
    //    out; repeats and no-go are out. p_L = 0/40, p_0 = 10/20, p_R = 40/40.
    ...sessionOf("H", 3, [
      { contrast: -0.5, n: 40, nRight: 0, responseTimeS: 1 },
      { contrast: 0, n: 20, nRight: 10, responseTimeS: 1 },
      { contrast: 0.5, n: 40, nRight: 40, responseTimeS: 1 },
      { contrast: 0.5, n: 1, nRight: 0, responseTimeS: 30 },
      { contrast: -0.5, n: 15, nRight: 15, repeatNumber: 1 },
      { contrast: 0.5, n: 12, nRight: 0, choice: "no-go", responseTimeS: 600 },
    ]),
    // 4: 9 zero-contrast trials, one too few: session 3's slopes and bias; accuracy (30 + 30)/80.
    ...sessionOf("H", 4, [
      { contrast: -0.5, n: 40, nRight: 10 },
      { contrast: 0, n: 9, nRight: 9 },
      { contrast: 0.5, n: 40, nRight: 30 },
    ]),
    // First and too small: bias .45 (p_R + p_L) + .1 p_0 − .5 with p_L = 1/4, p_0 = 1/2, p_R = 3/4; accuracy ½ for
    // fewer than 10 trials with a side.
    ...sessionOf("S", 1, [
      { contrast: -0.5, n: 4, nRight: 1 },
      { contrast: 0, n: 2, nRight: 1 },
      { contrast: 0.5, n: 4, nRight: 3 },
    ]),
  ]);
  await catchUp(log.pool("worker"));
  const derive = derivation(log.pool("worker"));
  const homes = ["lab/study/H", "lab/study/S"];
  for (const home of homes) {
    expect(await derive.run("session-measures", home)).toMatchObject({ state: "succeeded" });
  }
  await derive.close();
  const { rows } = await log.pool("reader").query<SessionMeasure & { home: string }>(
    `select r.home, m.session, n_trials as "nTrials", n_used as "nUsed", n_zero_contrast as "nZeroContrast",
            left_slope as "leftSlope", right_slope as "rightSlope", bias, accuracy, carried,
            psychometric_counts as counts
     from derived.session_measure m join derived.current_run r using (run_id) order by r.home, session`,
  );
  const measures = new Map(
    homes.map((own) => [own, rows.flatMap(({ home, ...row }) => (home === own ? [row] : []))]),
  );
  const close = (value: number) => expect.closeTo(value, 12);
  expect(measures.get("lab/study/H")).toEqual([
    {
      session: 1,
      nTrials: 100,
      nUsed: 100,
      nZeroContrast: 20,
      leftSlope: close(0.45),
      rightSlope: close(0.2),
      bias: close(0.2),
      accuracy: close(66 / 80),
      carried: false,
      counts: [
        { contrast: -0.5, nRight: 5, n: 30 },
        { contrast: -0.25, nRight: 5, n: 10 },
        { contrast: 0, nRight: 14, n: 20 },
        { contrast: 0.25, nRight: 9, n: 10 },
        { contrast: 0.5, nRight: 27, n: 30 },
      ],
    },
    {
      session: 2,
      nTrials: 69,
      nUsed: 69,
      nZeroContrast: 20,
      leftSlope: close(0.45),
      rightSlope: close(0.2),
      bias: close(0.2),
      accuracy: close(30 / 49),
      carried: true,
      counts: [
        { contrast: -0.5, nRight: 4, n: 24 },
        { contrast: 0, nRight: 20, n: 20 },
        { contrast: 0.5, nRight: 10, n: 25 },
      ],
    },
    {
      session: 3,
      nTrials: 128,
      nUsed: 100,
      nZeroContrast: 20,
      leftSlope: close(0.5),
      rightSlope: close(0.5),
      bias: close(0),
      accuracy: close(1),
      carried: false,
      counts: [
        { contrast: -0.5, nRight: 0, n: 40 },
        { contrast: 0, nRight: 10, n: 20 },
        { contrast: 0.5, nRight: 40, n: 40 },
      ],
    },
    expect.objectContaining({
      session: 4,
      nUsed: 89,
      nZeroContrast: 9,
      leftSlope: close(0.5),
      rightSlope: close(0.5),
      bias: close(0),
      accuracy: close(60 / 80),
      carried: true,
    }),
  ]);
  expect(measures.get("lab/study/S")).toMatchObject([
    {
      leftSlope: 0,
      rightSlope: 0,
      bias: close(0.45 * (0.75 + 0.25) + 0.1 * 0.5 - 0.5),
      accuracy: 0.5,
      carried: true,
    },
  ]);
});
