import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type RunLoop, startRunLoop } from "../../jobs/run-loop.ts";
import { type ComputeSlot, createComputeSlot } from "../../src/analyses/compute-slot.ts";
import { planRuns, toQueue } from "../../src/analyses/plan.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { openDatabase } from "../../src/read/database.ts";
import { listRuns } from "../../src/read/run-history.ts";
import { enqueueRuns } from "../../src/read/run-queue.ts";
import { trials } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { EATS_BUFFERS, EATS_HEAP, EXITS, HANGS, THROWS } from "./broken-thread.ts";

/*
 * A worker of one slot has five subjects whose computation throws, hangs, eats the heap, eats buffers, and ends its
 * thread, and many that are sound. The threads are real, their limits small.
 */
const broken = { THROWS, HANGS, EATS_HEAP, EATS_BUFFERS, EXITS } as const;
const SOUND = 20;
const TIME_LIMIT_S = 3;
/** For the sound: the start of the thread that follows a broken one counts, which takes long on a busy machine. */
const AMPLE_TIME_S = 60;
const MEMORY_LIMIT_MB = 256;

const log = givenLog();
const db = () => openDatabase(log.pool("worker", 8));
const ended: string[] = [];
const errors: unknown[] = [];
let loop: RunLoop;

function limitedSlot(): ComputeSlot {
  const slot = createComputeSlot(resolve(import.meta.dirname, "broken-thread.ts"));
  return {
    run: (task, _, signal) => {
      const hangs = task.task === "analysis" && "trials" in task.input && task.input.trials.nTrials === HANGS;
      const timeS = hangs ? TIME_LIMIT_S : AMPLE_TIME_S;
      return slot.run(task, { timeS, memoryMb: MEMORY_LIMIT_MB }, signal);
    },
    close: () => slot.close(),
  };
}

beforeAll(async () => {
  const ill = Object.entries(broken).flatMap(([subject, n]) => trials(subject, 1, 1, n));
  const sound = Array.from({ length: SOUND }, (_, k) => trials(`Z${k}`, 1, 1, 30)).flat();
  await append(log.pool("ingest"), [...ill, ...sound]);
  await catchUp(log.pool("worker"));
  const plan = await planRuns(db(), { analyses: ["session-measures"] });
  const options = { cause: "change", priority: 10, inputPosition: ill.length + sound.length } as const;
  await enqueueRuns(db(), plan.map(toQueue), options);
  loop = startRunLoop({
    db: db(),
    pool: log.pool("worker", 8),
    worker: "test",
    slots: 1,
    createSlot: limitedSlot,
    onRun: ({ scope }, { state }) => ended.push(`${scope.split("/")[2]} ${state}`),
    onError: (error) => errors.push(error),
  });
});
afterAll(() => loop?.stop(0));

test("all others are derived while the broken ones wait to be tried again", async () => {
  await vi.waitFor(() => expect(ended.filter((each) => each.startsWith("Z"))).toHaveLength(SOUND), {
    timeout: 90_000,
  });
  expect(ended.filter((each) => each.startsWith("Z")).every((each) => each.endsWith(" succeeded"))).toBe(
    true,
  );
  // Each of the broken ones came first, by its name, and kept the slot for no longer than its limits allow.
  expect(ended.filter((each) => each.endsWith(" retrying")).length).toBeGreaterThanOrEqual(5);
  expect(errors).toEqual([]);
  const runs = await listRuns(db(), { limit: 100 });
  const codeOf = (subject: string) => runs.find(({ scope }) => scope === `lab/study/${subject}`)?.error?.code;
  expect(Object.fromEntries(Object.keys(broken).map((subject) => [subject, codeOf(subject)]))).toEqual({
    THROWS: "UNEXPECTED_ERROR",
    HANGS: "RUN_TIMED_OUT",
    EATS_HEAP: "RUN_OUT_OF_MEMORY",
    EATS_BUFFERS: "RUN_OUT_OF_MEMORY",
    EXITS: "UNEXPECTED_ERROR",
  });
}, 120_000);

test("what breaks its limits is parked after two attempts, anything else after five", async () => {
  for (let attempt = 2; attempt <= 5; attempt++) {
    await log.pool("migrator").query("update derived.run set due_at = now() where state = 'pending'");
    loop.wake();
    await vi.waitFor(
      async () => {
        const behind = await log.pool("reader").query<{ n: number }>(
          `select count(*)::int as n from derived.run
           where state = 'running' or state = 'pending' and (attempts < $1 or due_at <= now())`,
          [attempt],
        );
        expect(behind.rows[0].n).toBe(0);
      },
      { timeout: 60_000 },
    );
  }
  const failed = await listRuns(db(), { state: "failed", limit: 100 });
  expect(Object.fromEntries(failed.map(({ scope, attempts }) => [scope.split("/")[2], attempts]))).toEqual({
    THROWS: 5,
    HANGS: 2,
    EATS_HEAP: 2,
    EATS_BUFFERS: 2,
    EXITS: 5,
  });
}, 120_000);
