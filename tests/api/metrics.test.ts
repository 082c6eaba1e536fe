import { afterAll, beforeAll, expect, test } from "vitest";
import { planRuns, toQueue } from "../../src/analyses/plan.ts";
import { startApi } from "../../src/api/server.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { openDatabase } from "../../src/read/database.ts";
import { enqueueRuns } from "../../src/read/run-queue.ts";
import { beatHeart } from "../../src/read/workers.ts";
import { begin, derivation } from "../analyses/derivation.ts";
import { trial, trials } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { giveToken } from "./api-under-test.ts";

const log = givenLog();
let api: Awaited<ReturnType<typeof startApi>>;

beforeAll(async () => {
  api = await startApi({ databaseUrl: log.url });
});
afterAll(() => api.close());

async function metric(name: string): Promise<number> {
  const text = await (await fetch(new URL("/metrics", api.url))).text();
  const line = text.split("\n").find((each) => each.startsWith(`saddlepoint_${name} `));
  return Number(line?.split(" ")[1]);
}

test("the lag of the projections and the streams that stand still are metrics", async () => {
  await append(log.pool("ingest"), trials("A", 1, 1, 5));
  expect(await metric("log_position")).toBe(5);
  expect(await metric("projection_lag_events")).toBe(5);

  const again = { ...trial("A", 1, 3), sourceEventId: "the third trial, once more" };
  await append(log.pool("ingest"), [again]);
  await catchUp(log.pool("worker"));
  expect(await metric("projection_lag_events")).toBe(0);
  expect(await metric("blocked_streams")).toBe(1);
});

test("what waits, what was derived and what took how long are metrics, as is the last night", async () => {
  const derive = derivation(log.pool("worker"));
  const worker = openDatabase(log.pool("worker"));
  const home = "lab/study/N";
  await append(log.pool("ingest"), trials("N", 1, 1, 30));
  await catchUp(log.pool("worker"));
  const plan = await planRuns(worker, { homes: [home] });
  await enqueueRuns(worker, plan.map(toQueue), { cause: "change", priority: 10, inputPosition: 36 });
  await begin(worker, "session-psychometrics", home);
  const text = async () => (await fetch(new URL("/metrics", api.url))).text();
  const waiting = await text();
  expect(waiting).toContain(`runs_open{state="pending",cause="change"} ${plan.length - 1}\n`);
  expect(waiting).toContain('runs_open{state="running",cause="request"} 1\n');
  expect(waiting).toMatch(/runs_waiting_seconds\{cause="change"\} 0?\.?\d/);
  expect(await metric("run_heartbeat_age_seconds")).toBeLessThan(60);

  await derive.run("session-measures", home);
  await derive.run("decision-model", home);
  await derive.close();
  // Known durations: their quantiles are by hand.
  await log
    .pool("migrator")
    .query("update derived.run set duration_s = 4 where analysis = 'session-measures'");
  await beatHeart(worker, "host:1", "1");
  await log
    .pool("migrator")
    .query("update derived.worker set seen_at = clock_timestamp() - interval '90 s' where worker = 'host:1'");
  await log.pool("migrator").query(
    `insert into derived.night (night, time_zone, due_at, finished_at, report)
     values ('2026-01-01', 'UTC', now(), to_timestamp(1767240000), '{"durationS": 12.5, "nRuns": 3, "nFailed": 2}')`,
  );
  const after = await text();
  expect(after).toContain('runs_ended{analysis="session-measures",state="succeeded"} 1\n');
  expect(after).toContain('runs_ended{analysis="decision-model",state="failed"} 1\n');
  expect(after).toContain('run_duration_seconds{analysis="session-measures",quantile="0.95"} 4\n');
  expect(after).toMatch(/worker_heartbeat_age_seconds\{worker="host:1"\} 9\d/);
  expect(await metric("workers")).toBe(0);
  expect(await metric("night_finished_timestamp_seconds")).toBe(1_767_240_000);
  expect(await metric("night_duration_seconds")).toBe(12.5);
  expect(await metric("night_failed_runs")).toBe(2);
});

test("the API says which streams stand still, and at which event", async () => {
  const response = await fetch(new URL("/graphql", api.url), {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${await giveToken(log.url, { labs: ["lab"] })}`,
    },
    body: JSON.stringify({ query: "{ log { blockedStreams { stream streamVersion position message } } }" }),
  });
  expect(await response.json()).toEqual({
    data: {
      log: {
        blockedStreams: [
          {
            stream: "lab/study/A/1",
            streamVersion: 6,
            position: 6,
            message: expect.stringContaining("trial_"),
          },
        ],
      },
    },
  });
});
