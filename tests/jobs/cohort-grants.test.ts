/** Whom a grant of a cohort lets through, kept by a running worker. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startWorker, type Worker } from "../../jobs/worker.ts";
import { append } from "../../src/log/append.ts";
import { fencedPool, type Principal } from "../../src/read/fence.ts";
import { cohortDefined, grant, subjectRegistered, trial } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";

const log = givenLog();
const study = { lab: "lab", project: "study" };
const errors: unknown[] = [];
let worker: Worker;

beforeAll(async () => {
  worker = await startWorker({ url: log.url, concurrency: 1, onError: (error) => errors.push(error) });
});
afterAll(() => worker?.stop());

const seen = async (by: Principal = "lab:partner") => {
  const pool = fencedPool(log.pool("api"), [by]);
  const { rows } = await pool.query<{ home: string }>(
    "select distinct home from projection.trial order by home",
  );
  return rows.map(({ home }) => home);
};
const soon = (homes: readonly string[]) =>
  vi.waitFor(async () => expect(await seen()).toEqual(homes), { timeout: 15_000, interval: 50 });

test("a subject that comes to be in a granted cohort is seen by the grantee, and no more once it is not", async () => {
  await append(log.pool("ingest"), [
    ...["A", "B"].map((subject) => trial(subject, 1, 1)),
    subjectRegistered("A", { sex: "female" }),
    subjectRegistered("B", { sex: "male" }),
    cohortDefined(study, "females", { sex: "female" }),
    grant(study, { grant: "g", granteeKind: "lab", grantee: "partner", cohort: "females" }),
  ]);
  await soon(["lab/study/A"]);
  await append(log.pool("ingest"), [subjectRegistered("B", { sex: "female" })]);
  await soon(["lab/study/A", "lab/study/B"]);
  await append(log.pool("ingest"), [trial("C", 1, 1), subjectRegistered("C", { sex: "female" })]);
  await soon(["lab/study/A", "lab/study/B", "lab/study/C"]);
  await append(log.pool("ingest"), [subjectRegistered("A", { sex: "male" })]);
  await soon(["lab/study/B", "lab/study/C"]);
  // Any grant of the project closes its cohorts, until their members are found again.
  await append(log.pool("ingest"), [grant(study, { grant: "h", granteeKind: "lab", grantee: "third" })]);
  await vi.waitFor(async () => expect(await seen("lab:third")).toHaveLength(3), {
    timeout: 15_000,
    interval: 50,
  });
  await soon(["lab/study/B", "lab/study/C"]);
  expect(errors).toEqual([]);
});
