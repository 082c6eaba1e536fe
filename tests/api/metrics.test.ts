import { afterAll, beforeAll, expect, test } from "vitest";
import { startApi } from "../../src/api/server.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
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
