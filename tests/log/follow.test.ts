import { expect, test, vi } from "vitest";
import { append } from "../../src/log/append.ts";
import { followLog } from "../../src/log/follow.ts";
import { homesTouched } from "../../src/log/read.ts";
import { sessionStarted, subjectRegistered, trial, trials } from "../events/given-events.ts";
import { givenLog, headOf } from "./given-log.ts";

const log = givenLog();

test("a follower steps once at the start, and at once when something is appended by anyone", async () => {
  const heads: number[] = [];
  const follower = followLog(
    log.pool("worker"),
    async () => void heads.push(await headOf(log.pool("worker"))),
    fail,
  );
  await vi.waitFor(() => expect(heads).toEqual([0]));
  // Well below the second after which a follower looks of its own accord.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const before = performance.now();
  await append(log.pool("ingest"), [trial("A", 1, 1)]);
  await vi.waitFor(() => expect(heads.at(-1)).toBe(1), { timeout: 500, interval: 10 });
  expect(performance.now() - before).toBeLessThan(500);
  await follower.stop();
  const steps = heads.length;
  await append(log.pool("ingest"), [trial("A", 1, 2)]);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(heads).toHaveLength(steps);
});

test("steps never overlap, and what is appended during one brings another", async () => {
  let running = 0;
  let most = 0;
  let seen = 0;
  const follower = followLog(
    log.pool("worker"),
    async () => {
      most = Math.max(most, ++running);
      seen = await headOf(log.pool("worker"));
      await new Promise((resolve) => setTimeout(resolve, 30));
      running--;
    },
    fail,
  );
  for (let i = 0; i < 10; i++) await append(log.pool("ingest"), [trial("B", 1, i + 1)]);
  const head = await headOf(log.pool("ingest"));
  await vi.waitFor(() => expect(seen).toBe(head), { timeout: 900, interval: 10 });
  expect(most).toBe(1);
  await follower.stop();
  expect(running).toBe(0);
});

test("a step that fails is reported and made again", async () => {
  const errors: unknown[] = [];
  let steps = 0;
  const follower = followLog(
    log.pool("worker"),
    async () => {
      if (++steps === 1) throw new Error("not now");
    },
    (error) => errors.push(error),
  );
  await vi.waitFor(() => expect(steps).toBe(2), { timeout: 3_000 });
  expect(errors).toEqual([new Error("not now")]);
  await follower.stop();
});

test("the homes touched are those with events of the types in the stretch", async () => {
  const from = await headOf(log.pool("ingest"));
  await append(log.pool("ingest"), [subjectRegistered("P"), sessionStarted("Q", 1), ...trials("R", 1, 1, 3)]);
  const db = log.pool("worker");
  const types = ["TrialRecorded", "SessionStarted"];
  expect(await homesTouched(db, from, from + 5, types)).toEqual(["lab/study/Q", "lab/study/R"]);
  expect(await homesTouched(db, from, from + 2, types)).toEqual(["lab/study/Q"]);
  expect(await homesTouched(db, from + 4, from + 5, types)).toEqual(["lab/study/R"]);
  expect(await homesTouched(db, from + 5, from + 5, types)).toEqual([]);
});

function fail(error: unknown): void {
  throw error;
}
