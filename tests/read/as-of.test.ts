import { createHash } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cohortAnswer } from "../../src/analyses/cohort.ts";
import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { projectionTables } from "../../src/projections/project-batch.ts";
import { asOfPosition, isTrueAtText } from "../../src/read/as-of.ts";
import { countData } from "../../src/read/counts.ts";
import { type Db, openDatabase } from "../../src/read/database.ts";
import { fetchPsychometrics } from "../../src/read/psychometric-fits.ts";
import { fetchSitePages } from "../../src/read/recording-sites.ts";
import { fetchSegmentPages, fetchSegments, fetchStrategies } from "../../src/read/segments.ts";
import { fetchSiteNames, fetchTrialTimes } from "../../src/read/session-context.ts";
import {
  countSessions,
  countTrials,
  fetchSessionMeasures,
  fetchSessionPages,
} from "../../src/read/sessions.ts";
import { fetchRecordingSites, fetchSnippetSets } from "../../src/read/snippets.ts";
import { fetchStimulations } from "../../src/read/stimulations.ts";
import { countSubjects, fetchSubjectPage, fetchSubjects } from "../../src/read/subjects.ts";
import { fetchTrialPages } from "../../src/read/trial-pages.ts";
import { fetchTrials } from "../../src/read/trial-table.ts";
import { seededRandom } from "../../src/science/random.ts";
import { analysesOfTrials, type Derivation, derivation } from "../analyses/derivation.ts";
import { subjectRegistered, trial } from "../events/given-events.ts";
import { givenProjections } from "../projections/given-projections.ts";

const ROUNDS = process.env.TEST_FULL === "1" ? 60 : 15;
const SUBJECTS = ["A", "B", "C"];
const HOMES = SUBJECTS.map((subject) => `lab/study/${subject}`);

const { log, given } = givenProjections();
const random = seededRandom(7);
let db: Db;
let derivations: Derivation;

beforeAll(async () => {
  db = openDatabase(log.pool("reader"));
  derivations = derivation(log.pool("worker"));
  for (const subject of SUBJECTS) {
    const common = {
      schemaVersion: 1,
      lab: "lab",
      project: "study",
      subject,
      source: "rig",
      occurredAt: null,
    };
    await given(
      subjectRegistered(subject, { strain: "C57BL/6J" }),
      {
        ...common,
        actor: "tester",
        sourceEventId: `site:${subject}`,
        type: "RecordingSiteRegistered",
        payload: { site: "DLS-left", region: "DLS", hemisphere: "left" },
      },
      ...[1, 2].flatMap((session): NewEvent[] =>
        [1, 2, 3].flatMap((n) => [
          {
            ...common,
            actor: "tester",
            session,
            sourceEventId: `stimulation:${subject}/${session}/${n}`,
            type: "StimulationRecorded",
            payload: { stimulation: n, trial: n, site: "DLS", hemisphere: "left", condition: "active" },
          },
          {
            ...common,
            actor: "tester",
            session,
            sourceEventId: `snippet:${subject}/${session}/${n}`,
            type: "SnippetRecorded",
            payload: {
              snippet: `s${n}`,
              trial: n,
              site: "DLS-left",
              channel: "signal",
              alignment: "stimulus",
              units: "z",
              sampleRateHz: 20,
              offsetS: -0.2,
            },
            samples: Float32Array.from({ length: 12 }, () => random.uniform()),
          },
        ]),
      ),
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
  await derivations?.close();
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
    {
      ...at,
      type: "RecordingSiteAmended",
      payload: { site: "DLS-left", reason: "histology", changes: { region: `region ${fixes}` } },
    },
    {
      ...at,
      session,
      type: "StimulationAmended",
      payload: {
        stimulation: 1 + random.integer(3),
        reason: "wrong fibre",
        changes: { hemisphere: random.integer(2) === 0 ? "left" : "right", site: `site ${fixes}` },
      },
    },
    {
      ...at,
      session,
      type: "SnippetAmended",
      payload: {
        snippet: `s${1 + random.integer(3)}`,
        reason: "looked again",
        changes: { gap: random.integer(2) === 0 },
      },
    },
  ];
  return changes[random.integer(changes.length)];
}

/** The digest of each answer to all that can be asked of these subjects, by the name of the question. */
type Answers = Readonly<Record<string, string>>;

async function everything(asOf?: number, pool = log.pool("reader")): Promise<Answers> {
  const reader = pool === log.pool("reader") ? db : openDatabase(pool);
  const filter = { lab: "lab", project: "study" };
  const answers: Record<string, string> = {};
  const keep = (question: string, answer: unknown) => {
    answers[question] = createHash("sha256").update(JSON.stringify(answer)).digest("hex");
  };
  keep("subject page", await fetchSubjectPage(reader, filter, { first: 100, after: null }, asOf));
  keep("number of subjects", await countSubjects(reader, filter, asOf));
  keep("counts", await countData(reader, filter, asOf));
  keep("cohort", await cohortAnswer(reader, filter, asOf));
  for (const [question, byHome] of Object.entries({
    subjects: await fetchSubjects(reader, HOMES, asOf),
    "numbers of sessions": await countSessions(reader, HOMES, asOf),
    "numbers of trials": await countTrials(reader, HOMES, asOf),
    measures: await fetchSessionMeasures(reader, HOMES, asOf),
    segments: await fetchSegments(reader, HOMES, asOf),
    strategies: await fetchStrategies(reader, HOMES, asOf),
    "psychometrics of sessions": await fetchPsychometrics(reader, "session", HOMES, asOf),
    "psychometrics of segments": await fetchPsychometrics(reader, "segment", HOMES, asOf),
  })) {
    keep(
      question,
      [...byHome].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
  const lists = HOMES.map((home) => ({ home, first: 1_000, after: null }));
  keep("session pages", await fetchSessionPages(reader, lists, asOf));
  keep("segment pages", await fetchSegmentPages(reader, lists, asOf));
  keep("site pages", await fetchSitePages(reader, lists, asOf));
  const pages = HOMES.flatMap((home) =>
    [1, 2].map((session) => ({ home, session, first: 5_000, after: null })),
  );
  keep("trial pages", await fetchTrialPages(reader, pages, asOf));
  for (const home of HOMES) {
    const trials = await fetchTrials(reader, home, asOf);
    if (trials === null) throw new Error(`${home} has no trials`);
    keep(`${home}: trials`, trials);
    keep(`${home}: times`, await fetchTrialTimes(reader, home, 1, asOf));
    keep(`${home}: names of sites`, await fetchSiteNames(reader, home, asOf));
    keep(`${home}: sites`, await fetchRecordingSites(pool, home, asOf));
    keep(`${home}: stimulations`, await fetchStimulations(reader, home, asOf));
    keep(`${home}: snippets`, await fetchSnippetSets(pool, { home, site: "DLS-left" }, trials, asOf));
  }
  return answers;
}

/** Ways of finding and joining rows that a planner may change to when tables grow or their statistics change. */
const PLANS = [
  "enable_hashjoin enable_hashagg enable_nestloop",
  "enable_mergejoin enable_nestloop enable_sort",
  "enable_indexscan enable_bitmapscan enable_indexonlyscan enable_mergejoin",
  "enable_seqscan enable_hashjoin enable_mergejoin",
];

function poolThatAvoids(plans: string): pg.Pool {
  const url = new URL(log.url);
  const settings = plans.split(" ").map((plan) => `-c ${plan}=off`);
  url.searchParams.set("options", settings.join(" "));
  return createPool(url.href, "reader");
}

const derive = async () => {
  for (const { name } of analysesOfTrials) for (const home of HOMES) await derivations.run(name, home);
};

test("what was answered at a position is answered for ever, whatever is amended since", async () => {
  const asked = new Map<number, Answers>();
  for (let round = 0; round < ROUNDS; round++) {
    await derive();
    const position = await asOfPosition(db, { time: new Date() });
    const now = await everything();
    // As of the last position is now.
    expect(await everything(position)).toEqual(now);
    asked.set(position, now);
    await given(...Array.from({ length: 1 + random.integer(4) }, amendment));
  }
  await derive();
  expect(new Set([...asked.values()].map((answer) => JSON.stringify(answer))).size).toBe(asked.size);
  for (const [position, answer] of asked) expect(await everything(position)).toEqual(answer);
}, 600_000);

test("an answer does not depend on how its rows are found", async () => {
  const position = await asOfPosition(db, { time: new Date() });
  const answer = await everything(position);
  for (const plans of PLANS) {
    const pool = poolThatAvoids(plans);
    try {
      expect(await everything(position, pool), `without ${plans}`).toEqual(answer);
      expect(await everything(undefined, pool), `now, without ${plans}`).toEqual(answer);
    } finally {
      await pool.end();
    }
  }
});

test("every projection's rows that were true at a position are those that the log up to there gives", async () => {
  const head = await catchUp(log.pool("worker"));
  const owner = log.pool("migrator");
  const tables = projectionTables.filter((table) => !["session_digest", "blocked_stream"].includes(table));
  for (const position of [0, 1, head, ...Array.from({ length: 6 }, () => 1 + random.integer(head))]) {
    await owner.query("select log.define_projections('projection_then')");
    await catchUp(owner, { schema: "projection_then", upTo: position });
    for (const table of tables) {
      const digest = (schema: string, condition: string) =>
        owner.query(
          `select count(*) as n, sum(hashtextextended((to_jsonb(t) - 'to_position')::text, 0))::text as sum
           from ${schema}.${table} t where ${condition}`,
        );
      const [then, chosen] = await Promise.all([
        digest("projection_then", "to_position is null"),
        digest("projection", isTrueAtText("t", position)),
      ]);
      expect(chosen.rows, `${table} at ${position}`).toEqual(then.rows);
    }
    await owner.query("drop schema projection_then cascade");
  }
});

test("every result says by its run from which position it was known", async () => {
  const { rows } = await log.pool("migrator").query<{ table_name: string }>(
    `select table_name from information_schema.tables t
     where table_schema = 'derived' and table_type = 'BASE TABLE' and table_name not in ('run', 'worker', 'night', 'night_settings', 'cohort_statistics')
       and not exists (
         select from information_schema.columns c
         where c.table_schema = 'derived' and c.table_name = t.table_name and c.column_name = 'run_id')`,
  );
  expect(rows).toEqual([]);
});

test("readers as of a position see the same bytes while others amend", async () => {
  await derive();
  const position = await asOfPosition(db, { time: new Date() });
  const answer = await everything(position);
  let isWriting = true;
  const reader = (async () => {
    const answers: Answers[] = [];
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
  for (const again of answers) expect(again).toEqual(answer);
}, 600_000);

test("a time means the last position that was recorded up to it", async () => {
  const { rows } = await log.pool("reader").query<{ position: number; time: Date }>(
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
