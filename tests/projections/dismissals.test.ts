import { expect, test } from "vitest";
import type { NewEvent } from "../../src/events/new-event.ts";
import { projectionTables } from "../../src/projections/project-batch.ts";
import { rebuildProjections } from "../../src/projections/rebuild.ts";
import { isTrueAtText } from "../../src/read/as-of.ts";
import { trial } from "../events/given-events.ts";
import { givenProjections } from "./given-projections.ts";

const { log, given, when, rows } = givenProjections();

let made = 0;
const inSession = (subject: string, type: string, payload: object): NewEvent =>
  ({
    ...trial(subject, 1, 1),
    sourceEventId: `event:${++made}`,
    type,
    payload,
  }) as unknown as NewEvent;
const amended = (subject: string, number: number, choice: "left" | "right") =>
  inSession(subject, "TrialAmended", { trial: number, reason: "looked again", changes: { choice } });
const dismissed = (subject: string, streamVersion: number) =>
  inSession(subject, "EventDismissed", { streamVersion, reason: "no such trial" });
const choices = (subject: string) => rows("trial", `lab/study/${subject}`, "trial, choice");
const blocked = async (subject: string) =>
  (
    await log
      .pool("reader")
      .query<{ stream_version: number }>(
        "select stream_version from projection.blocked_stream where home = $1",
        [`lab/study/${subject}`],
      )
  ).rows.map(({ stream_version }) => stream_version);

/** All rows that were true at a position, in one number a table. */
async function trueAt(position: number): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (const table of projectionTables.filter((each) => !/digest|blocked/.test(each))) {
    const { rows: sums } = await log.pool("reader").query(
      `select count(*) as n, sum(hashtextextended((to_jsonb(t) - 'to_position')::text, 0))::text as sum
       from projection.${table} t where ${isTrueAtText("t", position)}`,
    );
    answers.push(sums);
  }
  return answers;
}

const rebuilt = () => rebuildProjections(log.pool("migrator", 6));

test("a stream stands still behind an event that cannot be used, and goes on from its dismissal", async () => {
  await given(trial("A", 1, 1), amended("A", 7, "left"), trial("A", 1, 2), amended("A", 1, "left"));
  expect(await blocked("A")).toEqual([2]);
  expect(await choices("A")).toEqual([{ trial: 1, choice: 1, from: 1, to: null }]);
  const before = await Promise.all([1, 2, 3, 4].map(trueAt));

  const [at] = await when(dismissed("A", 2));
  expect(await blocked("A")).toEqual([]);
  expect(await choices("A")).toEqual([
    { trial: 1, choice: 1, from: 1, to: at },
    { trial: 2, choice: 1, from: at, to: null },
    { trial: 1, choice: -1, from: at, to: null },
  ]);
  // What was answered as of a position in between is answered still.
  expect(await Promise.all([1, 2, 3, 4].map(trueAt))).toEqual(before);
  expect(await rebuilt()).toMatchObject({ same: true });
});

test("what began and ended while the stream stood still was never true of a position", async () => {
  await given(amended("B", 7, "left"), trial("B", 1, 1), amended("B", 1, "left"), amended("B", 1, "right"));
  const [at] = await when(dismissed("B", 1));
  expect(await choices("B")).toEqual([{ trial: 1, choice: 1, from: at, to: null }]);
  expect(await rebuilt()).toMatchObject({ same: true });
});

test("another such event behind it blocks the stream anew, unless it is dismissed by then", async () => {
  await given(amended("C", 7, "left"), trial("C", 1, 1), amended("C", 8, "left"), trial("C", 1, 2));
  const [first] = await when(dismissed("C", 1));
  expect(await blocked("C")).toEqual([3]);
  expect(await choices("C")).toEqual([{ trial: 1, choice: 1, from: first, to: null }]);
  expect(await rebuilt()).toMatchObject({ same: true });
  const [second] = await when(dismissed("C", 3));
  expect(await blocked("C")).toEqual([]);
  expect((await choices("C")).at(-1)).toEqual({ trial: 2, choice: 1, from: second, to: null });

  await given(amended("D", 7, "left"), amended("D", 8, "left"), trial("D", 1, 1), dismissed("D", 2));
  const [at] = await when(dismissed("D", 1));
  expect(await blocked("D")).toEqual([]);
  expect(await choices("D")).toEqual([{ trial: 1, choice: 1, from: at, to: null }]);
  expect(await rebuilt()).toMatchObject({ same: true });
});

test("a dismissal of an event that is no trouble does nothing", async () => {
  await given(trial("E", 1, 1), dismissed("E", 1), trial("E", 1, 2));
  expect(await blocked("E")).toEqual([]);
  expect((await choices("E")).length).toBe(2);
  expect(await rebuilt()).toMatchObject({ same: true });
});
