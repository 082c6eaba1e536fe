/** A grant of a cohort: who sees which subjects, as data, results and definitions change. */
import { beforeAll, expect, test } from "vitest";
import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { rebuildProjections } from "../../src/projections/rebuild.ts";
import { admitCohorts } from "../../src/read/cohort-grants.ts";
import { openDatabase } from "../../src/read/database.ts";
import { fencedPool, type Principal } from "../../src/read/fence.ts";
import {
  cohortDefined,
  cohortWithdrawn,
  grant,
  grantRevoked,
  subjectRegistered,
  trial,
} from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";

const log = givenLog();
const theirs = { lab: "theirs", project: "study" };

const mouse = (name: string, sex: "female" | "male", at = theirs): NewEvent[] => [
  subjectRegistered(name, { sex }, at),
  trial(name, 1, 1, {}, { ...at, sourceEventId: `trial:${at.lab}/${at.project}/${name}` }),
];

beforeAll(async () => {
  await happens(
    ...mouse("f1", "female"),
    ...mouse("f2", "female"),
    ...mouse("m1", "male"),
    ...mouse("f9", "female", { lab: "theirs", project: "other" }),
    ...mouse("f8", "female", { lab: "third", project: "study" }),
  );
});

async function projected(...events: NewEvent[]): Promise<void> {
  await append(log.pool("ingest"), events);
  await catchUp(log.pool("worker"));
}

const admitted = () => admitCohorts(openDatabase(log.pool("worker")));

async function happens(...events: NewEvent[]): Promise<void> {
  await projected(...events);
  await admitted();
}

async function seen(principal: Principal = "lab:ours"): Promise<readonly string[]> {
  const pool = fencedPool(log.pool("api"), [principal]);
  const of = async (table: string) =>
    (await pool.query<{ home: string }>(`select distinct home from ${table} order by home`)).rows.map(
      ({ home }) => home,
    );
  const homes = await of("projection.subject");
  expect(await of("projection.trial"), "trials have the same fence").toEqual(homes);
  return homes;
}

async function definitions(principal: Principal = "lab:ours"): Promise<readonly string[]> {
  const { rows } = await fencedPool(log.pool("api"), [principal]).query<{ cohort: string }>(
    "select cohort from projection.cohort where to_position is null order by cohort",
  );
  return rows.map(({ cohort }) => cohort);
}

const FEMALES = ["theirs/study/f1", "theirs/study/f2"];
const toOurs = { granteeKind: "lab", grantee: "ours", cohort: "females" } as const;

test("a granted cohort lets through its members, in its own project alone, and what it is", async () => {
  await happens(grant(theirs, { grant: "g", ...toOurs }));
  expect(await seen(), "before it is defined").toEqual([]);
  await happens(
    cohortDefined(theirs, "females", { sex: "female" }),
    cohortDefined(theirs, "secret", { sex: "male" }),
  );
  expect(await seen()).toEqual(FEMALES);
  expect(await definitions()).toEqual(["females"]);
  expect(await seen("lab:strangers")).toEqual([]);
  expect(await seen("everyone")).toEqual([]);
});

test("what belongs to the project as a whole stays its own", async () => {
  const pool = fencedPool(log.pool("api"), ["lab:ours"]);
  for (const table of ["projection.access_grant", "projection.release"])
    expect((await pool.query(`select from ${table}`)).rowCount, table).toBe(0);
  expect((await pool.query("select from log.event where home = 'theirs'")).rowCount).toBe(0);
});

test("a mouse that comes is let through, and one that is not selected any more is not", async () => {
  await happens(...mouse("f3", "female"), {
    ...subjectRegistered("f1", {}, theirs),
    type: "SubjectAmended",
    payload: { reason: "looked again", changes: { sex: "male" } },
  });
  expect(await seen()).toEqual(["theirs/study/f2", "theirs/study/f3"]);
  await happens({
    ...subjectRegistered("f1", {}, theirs),
    type: "SubjectAmended",
    payload: { reason: "looked once more", changes: { sex: "female" } },
  });
  expect(await seen()).toEqual([...FEMALES, "theirs/study/f3"]);
});

test("a definition that changes lets nobody through until its members are found again", async () => {
  await projected(cohortDefined(theirs, "females", { sex: "female", subject: "f2" }));
  expect(await seen()).toEqual([]);
  await admitted();
  expect(await seen()).toEqual(["theirs/study/f2"]);
});

test("members found by a definition that was replaced meanwhile are not let through", async () => {
  const worker = log.pool("worker");
  const { rows } = await worker.query<{ at: number }>(
    "select from_position as at from projection.cohort where cohort = 'females' and to_position is null",
  );
  await projected(cohortDefined(theirs, "females", { sex: "female", subject: "f1" }));
  await worker.query("select access.set_cohort_members('theirs', 'study', 'g', $1, $2)", [
    rows[0].at,
    ["theirs/study/f2", "theirs/study/m1"],
  ]);
  expect(await seen()).toEqual([]);
  await admitted();
  expect(await seen()).toEqual(["theirs/study/f1"]);
});

test("no homes of other projects get in, whoever hands them in", async () => {
  const worker = log.pool("worker");
  const { rows } = await worker.query<{ at: number }>(
    "select from_position as at from projection.cohort where cohort = 'females' and to_position is null",
  );
  await worker.query("select access.set_cohort_members('theirs', 'study', 'g', $1, $2)", [
    rows[0].at,
    ["theirs/study/f1", "third/study/f8", "theirs/other/f9", "theirs/studyx/f1"],
  ]);
  expect(await seen()).toEqual(["theirs/study/f1"]);
});

test.each([
  ["a condition that is not known", { colour: "black" }],
  ["another project's cohort", { cohort: "third/study/cohort:all" }],
  ["a lab that it is not of", { lab: "third" }],
  ["itself", { cohort: "theirs/study/cohort:females" }],
  ["a cohort that is not there", { cohort: "theirs/study/cohort:nobody" }],
  ["what is no filter", { or: "everything" }],
])("a cohort that is defined by %s lets nobody through", async (_, filter) => {
  await happens(
    cohortDefined({ lab: "third", project: "study" }, "all", {}),
    cohortDefined(theirs, "females", filter),
  );
  expect(await seen()).toEqual([]);
});

test("cohorts may be made of cohorts", async () => {
  await happens(
    cohortDefined(theirs, "all-females", { sex: "female" }),
    cohortDefined(theirs, "females", {
      cohort: "theirs/study/cohort:all-females",
      not: { subject: "f3" },
    }),
  );
  expect(await seen()).toEqual(FEMALES);
});

test("a rebuild, and who else admits, keep to it", async () => {
  await rebuildProjections(log.pool("migrator"));
  expect(await seen()).toEqual(FEMALES);
  await Promise.all([admitted(), admitted(), admitted()]);
  expect(await seen()).toEqual(FEMALES);
});

test("an embargo, a revocation and a withdrawal close it", async () => {
  const later = new Date(Date.now() + 86_400_000).toISOString();
  await happens(grant(theirs, { grant: "g", ...toOurs, from: later }));
  expect(await seen()).toEqual([]);
  await happens(grant(theirs, { grant: "g", ...toOurs }));
  expect(await seen()).toEqual(FEMALES);
  await projected(grantRevoked(theirs, "g"));
  expect([await seen(), await definitions()]).toEqual([[], []]);
  await happens(grant(theirs, { grant: "g", ...toOurs }));
  expect(await seen()).toEqual(FEMALES);
  await projected(cohortWithdrawn(theirs, "females"));
  expect(await seen()).toEqual([]);
  await admitted();
  expect(await seen()).toEqual([]);
});
