import { expect, test, vi } from "vitest";
import { startWorker } from "../../jobs/worker.ts";
import { importTrialCsv } from "../../src/ingest/import-trial-csv.ts";
import { givenTable, HEADER, mouseLines } from "../ingest/given-tables.ts";
import { givenLog } from "../log/given-log.ts";
import { startSaddlepoint } from "../support/program.ts";

const log = givenLog();
const home = "lab/study/LONG";

/** A mouse whose decision model takes a second or two. */
async function givenLongMouse(): Promise<void> {
  const lines = mouseLines({ subject: "LONG", sessions: 12, trials: 400, seed: 5 });
  const at = { lab: "lab", project: "study", actor: "tester" };
  await importTrialCsv(log.pool("ingest"), givenTable("long.csv", [HEADER, ...lines]), at);
}

const runOf = async (state: string) =>
  (
    await log.pool("reader").query(
      `select run_id as "runId", attempts, worker, log from derived.run
       where scope = $1 and analysis = 'decision-model' and state = $2`,
      [home, state],
    )
  ).rows[0];

test("a worker that must stop at once gives its run back, which counts for no attempt", async () => {
  await givenLongMouse();
  const worker = await startWorker({ url: log.url, concurrency: 2, graceMs: 0 });
  await vi.waitFor(async () => expect(await runOf("running")).toBeDefined(), {
    timeout: 20_000,
    interval: 10,
  });
  await worker.stop();
  expect(await runOf("pending")).toMatchObject({
    attempts: 0,
    worker: null,
    log: expect.stringContaining("given back: its worker stops"),
  });
  const { rows } = await log.pool("reader").query("select from derived.worker");
  expect(rows).toEqual([]);
});

test("`up` that is asked to end finishes the run at work, and its log tells so with the run's number", async () => {
  const up = startSaddlepoint(["up", "--worker", "--concurrency", "2", "--log", "json", "--json"], {
    env: { DATABASE_URL: log.url },
  });
  await vi.waitFor(async () => expect(await runOf("running")).toBeDefined(), {
    timeout: 20_000,
    interval: 10,
  });
  const { runId } = await runOf("running");
  expect(await up.stop()).toBe(0);
  expect(await runOf("succeeded")).toMatchObject({ runId, attempts: 1 });
  const lines = up.stderr.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  expect(lines).toContainEqual(
    expect.objectContaining({
      component: "worker",
      runId,
      analysis: "decision-model",
      scope: home,
      state: "succeeded",
      msg: "run succeeded",
      time: expect.any(Number),
    }),
  );
}, 60_000);
