import fc from "fast-check";
import { expect, test } from "vitest";
import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { appendBulk } from "../../src/log/append-bulk.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { digestProjections } from "../../src/projections/digest.ts";
import { projectionLag, rebuildProjections } from "../../src/projections/rebuild.ts";
import { sessionStarted, subjectRegistered, trial, trials } from "../events/given-events.ts";
import { givenLog, headOf } from "../log/given-log.ts";

const log = givenLog();
const ingest = () => log.pool("ingest", 6);
const worker = () => log.pool("worker", 6);
const digest = async () => (await digestProjections(log.pool("reader"))).digest;

test("an empty log is level with its projections", async () => {
  expect(await catchUp(worker())).toBe(0);
  expect(await projectionLag(log.pool("reader"))).toEqual({ position: 0, head: 0 });
});

test("catching up again changes nothing, and says how far it came", async () => {
  await append(ingest(), trials("again", 1, 1, 10));
  const head = await headOf(ingest());
  const progress: [number, number][] = [];
  expect(await catchUp(worker(), { onProgress: (...at) => progress.push(at) })).toBe(head);
  expect(progress).toEqual([[head, head]]);
  const before = await digest();
  expect(await catchUp(worker())).toBe(head);
  expect(await digest()).toBe(before);
});

test("a log longer than a batch is projected whole", async () => {
  await appendBulk(ingest(), async function* () {
    for (let k = 1; k <= 7; k++) yield { events: trials("long", k, 1, 3_000) };
  });
  const positions: number[] = [];
  await catchUp(worker(), { onProgress: (position) => positions.push(position) });
  expect(positions.length).toBeGreaterThan(1);
  const { rows } = await log
    .pool("reader")
    .query<{ n: number }>("select count(*) as n from projection.trial where home = 'lab/study/long'");
  expect(rows[0].n).toBe(21_000);
});

/** What a rig may send of two subjects in any order; ids are given when it is sent. */
const happenings = fc.array(
  fc.record({
    what: fc.constantFrom("trial", "trial", "trial", "session", "subject"),
    subject: fc.constantFrom("p", "q"),
    session: fc.integer({ min: 1, max: 3 }),
    known: fc.boolean(),
    cut: fc.boolean(),
  }),
  { minLength: 1, maxLength: 25 },
);

test("any cuts of any log give the rows that a plain fold over its events gives, and the digest of a rebuild", async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(happenings, async (sent) => {
      round++;
      const registered = new Map<string, boolean>();
      const sessions = new Map<string, boolean>();
      const trialsOf = new Map<string, number>();
      let batch: NewEvent[] = [];
      for (const { what, subject, session, known, cut } of sent) {
        const name = `${subject}${round}`;
        const home = `lab/study/${name}`;
        const at = `${home} ${session}`;
        if (what === "subject") {
          registered.set(home, known);
          batch.push(subjectRegistered(name, { simulated: known }));
        } else {
          if (!registered.has(home)) registered.set(home, false);
          if (what === "session") {
            sessions.set(at, known);
            batch.push(sessionStarted(name, session, { boundariesKnown: known }));
          } else {
            if (!sessions.has(at)) sessions.set(at, true);
            const number = (trialsOf.get(at) ?? 0) + 1;
            trialsOf.set(at, number);
            batch.push(trial(name, session, number));
          }
        }
        if (cut) {
          await append(ingest(), batch);
          await catchUp(worker());
          batch = [];
        }
      }
      await append(ingest(), batch);
      await catchUp(worker());
      const homes = [`lab/study/p${round}`, `lab/study/q${round}`];
      const current = async (columns: string, table: string) =>
        (
          await log
            .pool("reader")
            .query<{ key: string; value: unknown }>(
              `select ${columns} from projection.${table} where home = any ($1) and to_position is null`,
              [homes],
            )
        ).rows.map((row) => [row.key, row.value] as const);
      expect(new Map(await current("home as key, simulated as value", "subject"))).toEqual(registered);
      expect(
        new Map(await current("home || ' ' || session as key, boundaries_known as value", "session")),
      ).toEqual(sessions);
      const found = await current("home || ' ' || session || ' ' || trial as key, 1 as value", "trial");
      const expected = [...trialsOf].flatMap(([at, n]) =>
        Array.from({ length: n }, (_, i) => `${at} ${i + 1}`),
      );
      expect(found.map(([key]) => key).sort()).toEqual(expected.sort());
    }),
    { numRuns: 25, seed: 7 },
  );
  expect(await rebuildProjections(log.pool("migrator"))).toMatchObject({ same: true });
});

test("the rows' stretches of the log do not depend on the cuts: one event at a time, or all at once", async () => {
  const events = (name: string) => [
    trial(name, 1, 1),
    sessionStarted(name, 1, { boundariesKnown: false }),
    sessionStarted(name, 1),
    sessionStarted(name, 2, { rig: "box" }),
    trial(name, 2, 1),
    subjectRegistered(name, { simulated: true }),
    trial(name, 1, 2),
    subjectRegistered(name),
  ];
  const stretches = async (name: string, first: number) =>
    (
      await log.pool("reader").query(
        `select 'subject' as what, simulated::text as value, from_position - $2 as from, to_position - $2 as to
         from projection.subject where home = $1
         union all
         select 'session ' || session, boundaries_known || ' ' || coalesce(rig, ''), from_position - $2, to_position - $2
         from projection.session where home = $1
         union all
         select 'trial ' || session || ' ' || trial, '', from_position - $2, to_position - $2
         from projection.trial where home = $1
         order by 1, 3`,
        [`lab/study/${name}`, first],
      )
    ).rows;
  const [first] = await append(ingest(), events("whole"));
  await catchUp(worker());
  const start = await headOf(ingest());
  for (const event of events("cut")) {
    await append(ingest(), [event]);
    await catchUp(worker());
  }
  expect(await stretches("cut", start + 1)).toEqual(await stretches("whole", first.position));
});

test("several who catch up at once project each event once", async () => {
  for (let round = 0; round < 5; round++) {
    await append(ingest(), [
      subjectRegistered("race", { simulated: round % 2 === 0 }),
      ...trials("race", round + 1, 1, 50),
    ]);
    const head = await headOf(ingest());
    expect(await Promise.all([1, 2, 3, 4].map(() => catchUp(worker())))).toEqual([head, head, head, head]);
  }
  const { rows } = await log
    .pool("reader")
    .query<{ n: number }>("select count(*) as n from projection.trial where home = 'lab/study/race'");
  expect(rows[0].n).toBe(250);
  expect(await rebuildProjections(log.pool("migrator"))).toMatchObject({ same: true });
});

test("projectors that meet poison events at the same time block those streams and no other", async () => {
  const subjects = Array.from({ length: 12 }, (_, i) => `Q${i}`);
  for (const subject of subjects) await append(log.pool("ingest"), trials(subject, 1, 1, 2));
  const poisoned = subjects.filter((_, i) => i % 2 === 0);
  // An innocent event follows each poison one.
  for (const [i, subject] of subjects.entries())
    await append(log.pool("ingest"), [
      i % 2 === 0 ? { ...trial(subject, 1, 2), source: "other" } : trial(subject, 1, 3),
    ]);
  await Promise.all(Array.from({ length: 4 }, () => catchUp(log.pool("worker", 4))));
  const { rows } = await log
    .pool("reader")
    .query<{ stream: string }>(
      "select stream from projection.blocked_stream where home like 'lab/study/Q%' order by position",
    );
  expect(rows.map(({ stream }) => stream)).toEqual(poisoned.map((subject) => `lab/study/${subject}/1`));
});
