import { createHash } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ComputePool, createComputePool } from "../../src/analyses/compute-pool.ts";
import { runAnalysis } from "../../src/analyses/run-analysis.ts";
import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { asOfPosition } from "../../src/read/as-of.ts";
import { type Db, openDatabase } from "../../src/read/database.ts";
import { fetchSegments, fetchStrategies } from "../../src/read/segments.ts";
import { countTrials, fetchSessionMeasures, fetchSessions } from "../../src/read/sessions.ts";
import { countSubjects, fetchSubjectPage, fetchSubjects } from "../../src/read/subjects.ts";
import { fetchTrialPages } from "../../src/read/trial-pages.ts";
import { seededRandom } from "../../src/science/random.ts";
import { subjectRegistered, trial } from "../events/given-events.ts";
import { givenProjections } from "../projections/given-projections.ts";

const ROUNDS = process.env.TEST_FULL === "1" ? 200 : 15;
const SUBJECTS = ["A", "B", "C"];
const HOMES = SUBJECTS.map((subject) => `lab/study/${subject}`);

const { log, given } = givenProjections();
const random = seededRandom(7);
let db: Db;
let compute: ComputePool;

beforeAll(async () => {
  db = openDatabase(log.pool("api"));
  compute = createComputePool(1);
  for (const subject of SUBJECTS) {
    await given(
      subjectRegistered(subject, { strain: "C57BL/6J" }),
      ...[1, 2].flatMap((session) =>
        Array.from({ length: 80 }, (_, i) => {
          const contrast = [-0.5, 0, 0.5][i % 3];
          const choice = random.uniform() < 0.5 + contrast ? ("right" as const) : ("left" as const);
          return trial(subject, session, i + 1, {
            contrastLeft: contrast < 0 ? 0.5 : 0,
            contrastRight: contrast > 0 ? 0.5 : 0,
            choice,
            outcome: (choice === "right") === contrast > 0 ? "correct" : "incorrect",
          });
        }),
      ),
    );
  }
});
afterAll(async () => {
  await compute?.close();
});

let fixes = 0;
function amendment(): NewEvent {
  const at = {
    schemaVersion: 1,
    lab: "lab",
    project: "study",
    subject: SUBJECTS[random.integer(SUBJECTS.length)],
    source: "fix",
    sourceEventId: `fix:${++fixes}`,
    occurredAt: null,
    actor: "tester",
  } as const;
  const inTrial = { trial: 1 + random.integer(80), reason: "looked again" };
  const choice = random.integer(2) === 0 ? "left" : "right";
  const session = 1 + random.integer(2);
  const changes: readonly NewEvent[] = [
    { ...at, session, type: "TrialAmended", payload: { ...inTrial, changes: { choice } } },
    {
      ...at,
      session,
      type: "TrialRecorded",
      payload: { trial: 1_000 + fixes, contrastLeft: 0, contrastRight: 0.5, choice },
    },
    {
      ...at,
      session,
      type: "SessionAmended",
      payload: { reason: "wrong rig", changes: { rig: `rig ${fixes}` } },
    },
    {
      ...at,
      type: "SubjectAmended",
      payload: { reason: "typed wrongly", changes: { strain: `strain ${fixes}` } },
    },
  ];
  return changes[random.integer(changes.length)];
}

/** All that can be asked of these subjects, in one text. */
async function everything(asOf?: number): Promise<string> {
  const filter = { lab: "lab", project: "study" };
  const answers = [
    await fetchSubjectPage(db, filter, { first: 100, after: null }, asOf),
    await countSubjects(db, filter, asOf),
    ...[
      await fetchSubjects(db, HOMES, asOf),
      await fetchSessions(db, HOMES, asOf),
      await countTrials(db, HOMES, asOf),
      await fetchSessionMeasures(db, HOMES, asOf),
      await fetchSegments(db, HOMES, asOf),
      await fetchStrategies(db, HOMES, asOf),
    ].map((byHome) => [...byHome].sort(([a], [b]) => (a < b ? -1 : 1))),
    await fetchTrialPages(
      db,
      HOMES.flatMap((home) => [1, 2].map((session) => ({ home, session, first: 5_000, after: null }))),
      asOf,
    ),
  ];
  return createHash("sha256").update(JSON.stringify(answers)).digest("hex");
}

const derive = async () => {
  const worker = openDatabase(log.pool("worker"));
  for (const home of HOMES) await runAnalysis(worker, compute, "session-measures", home);
};

test("what was answered at a position is answered for ever, whatever is amended since", async () => {
  const asked = new Map<number, string>();
  for (let round = 0; round < ROUNDS; round++) {
    await derive();
    const position = await asOfPosition(db, { time: new Date() });
    const now = await everything();
    // As of the last position is now.
    expect(await everything(position)).toBe(now);
    asked.set(position, now);
    await given(...Array.from({ length: 1 + random.integer(4) }, amendment));
  }
  await derive();
  expect(new Set(asked.values()).size).toBe(asked.size);
  for (const [position, answer] of asked) expect(await everything(position)).toBe(answer);
});

test("readers as of a position see the same bytes while others amend", async () => {
  await derive();
  const position = await asOfPosition(db, { time: new Date() });
  const answer = await everything(position);
  let isWriting = true;
  const reader = (async () => {
    const answers: string[] = [];
    while (isWriting) answers.push(await everything(position));
    return answers;
  })();
  for (let i = 0; i < ROUNDS; i++) {
    await append(log.pool("ingest"), [amendment()]);
    await catchUp(log.pool("worker"));
    if (i % 5 === 0) await derive();
  }
  isWriting = false;
  const answers = await reader;
  expect(answers.length).toBeGreaterThan(2);
  expect(new Set(answers)).toEqual(new Set([answer]));
});

test("a time means the last position that was recorded up to it", async () => {
  const { rows } = await log.pool("api").query<{ position: number; time: Date }>(
    `select max(position) as position, date_trunc('milliseconds', recorded_at) as time from log.event
     group by 2 order by 2`,
  );
  for (const { position, time } of rows) expect(await asOfPosition(db, { time })).toBe(position);
  expect(await asOfPosition(db, { time: new Date(0) })).toBe(0);
});

test("what has no lasting answer yet is refused", async () => {
  const [{ position }] = await append(log.pool("ingest"), [amendment()]);
  await expect(asOfPosition(db, { position })).rejects.toMatchObject({ code: "AS_OF_AHEAD" });
  await expect(asOfPosition(db, { time: new Date(Date.now() + 60_000) })).rejects.toMatchObject({
    code: "AS_OF_AHEAD",
  });
  await catchUp(log.pool("worker"));
  expect(await asOfPosition(db, { position })).toBe(position);
});

test("what asks for one subject reads one partition, now and as of a position", async () => {
  const conditions = ["to_position is null", "to_position > 9 and from_position <= 9"];
  const queries = [
    "select * from log.event where home = 'lab/study/A'",
    "select * from log.stream where home = 'lab/study/A' and stream = 'lab/study/A/1'",
    ...conditions.flatMap((condition) => [
      `select * from projection.trial where home = 'lab/study/A' and session = 1 and ${condition}`,
      `select * from projection.snippet where home = 'lab/study/A' and session = 1 and ${condition}`,
    ]),
  ];
  for (const query of queries) {
    const { rows } = await sql<{ "QUERY PLAN": string }>`explain ${sql.raw(query)}`.execute(db);
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    expect(plan.match(/Scan(?: using \w+)? on (event|stream|trial|snippet)_\d+/g), plan).toHaveLength(1);
  }
});
