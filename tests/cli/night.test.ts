import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sendReports } from "../../jobs/webhook.ts";
import type { NightReport } from "../../src/analyses/night-report.ts";
import { finishNights } from "../../src/analyses/nights.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { openDatabase } from "../../src/read/database.ts";
import { type Derivation, derivation } from "../analyses/derivation.ts";
import { trials } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();
const db = () => openDatabase(log.pool("worker"));
const folder = mkdtempSync(join(tmpdir(), "saddlepoint-night-"));
let derive: Derivation;
let receiver: Server;
const received: { readonly type: string | undefined; readonly body: NightReport }[] = [];
let answer = 200;

beforeAll(async () => {
  derive = derivation(log.pool("worker"));
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      received.push({ type: request.headers["content-type"], body: JSON.parse(body) });
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await derive.close();
  await new Promise((resolve) => receiver.close(resolve));
});

const runs = (...args: readonly string[]) => saddlepoint(log.url, "runs", ...args, "--json");

/** Begins today's night and does what it planned, as a worker would. Earlier nights move to the days before. */
async function makeNight(): Promise<NightReport> {
  await log.pool("migrator").query("update derived.night set night = night - 1");
  expect((await runs("night")).code).toBe(0);
  while ((await derive.nextOfNight()) !== null) {}
  const [report] = await finishNights(db());
  return report;
}

test("there is no report before the first night", async () => {
  const none = await runs("report");
  expect(none.code).toBe(1);
  expect(none.json()).toMatchObject({ error: { code: "NO_SUCH_NIGHT" } });
});

/** A session of 90 trials on which the mouse chooses right as often as is said, whatever it sees. */
const session = (subject: string, number: number, right: number) =>
  trials(subject, number, 1, 90).map((event, k) => ({
    ...event,
    payload: {
      ...event.payload,
      contrastLeft: k % 3 === 0 ? 0.5 : 0,
      contrastRight: k % 3 === 1 ? 0.5 : 0,
      choice: ((k * 37) % 100) / 100 < right ? ("right" as const) : ("left" as const),
    },
  }));

test("a night tells what ran, failed and was skipped, and is told once", async () => {
  await append(log.pool("ingest"), [
    ...[1, 2, 3].flatMap((number) => session("A", number, 0.5)),
    ...session("B", 1, 1),
  ]);
  await catchUp(log.pool("worker"));
  await derive.run("session-measures", "lab/study/A");
  const report = await makeNight();
  expect(report).toMatchObject({
    // One of A's results was there; A's other four, B's five and the cohort's statistics were made.
    nSkipped: 1,
    nRuns: 10,
    nFailed: 3,
    nRunsByDay: 1,
    since: null,
    strategies: { nNew: 1, changed: [] },
    verdicts: { nNew: 1, changed: [] },
    verdictsReason: null,
    earlierNights: [],
  });
  expect(report.failures.map(({ analysis, scope }) => [analysis, scope])).toEqual([
    ["decision-model", "lab/study/B"],
    ["network-refit", "lab/study/B"],
    ["strategy-segments", "lab/study/B"],
  ]);
  expect(report.analyses.find(({ analysis }) => analysis === "session-measures")).toMatchObject({
    planned: 1,
    fresh: 1,
    succeeded: 1,
    failed: 0,
  });
  expect(await finishNights(db())).toEqual([]);
  const again = await runs("night");
  expect(again.json()).toMatchObject({ error: { code: "NIGHT_BEGUN" } });
});

test("the next night tells which subjects changed strategy since, with before and after, and what to look at", async () => {
  // A comes to choose right whatever it sees, in three sessions, and then has a session of ten trials.
  await append(log.pool("ingest"), [
    ...[4, 5, 6].flatMap((number) => session("A", number, 0.97)),
    ...trials("A", 7, 1, 10),
  ]);
  await catchUp(log.pool("worker"));
  const report = await makeNight();
  expect(report.since).not.toBeNull();
  expect(report.earlierNights).toHaveLength(1);
  expect(report.strategies.nNew).toBe(0);
  expect(report.strategies.changed).toMatchObject([
    { subject: "lab/study/A", before: { present: "UNBIASED" }, after: { present: "RIGHT_BIASED" } },
  ]);
  expect(report.notices).toEqual([
    {
      code: "TOO_FEW_TRIALS",
      subject: "lab/study/A",
      session: 7,
      message: expect.stringContaining("10 usable trials"),
    },
    {
      code: "SIDE_BIAS_DRIFTS",
      subject: "lab/study/A",
      session: 7,
      message: expect.stringContaining("lean right"),
    },
  ]);
});

test("the report is printed as JSON, as text, and as one page that names no other place", async () => {
  const report = (await runs("report")).json<NightReport>();
  const { stdout } = await saddlepoint(log.url, "runs", "report");
  expect(stdout).toContain(`Night of ${report.night}`);
  expect(stdout).toContain("lab/study/A: present strategy UNBIASED -> RIGHT_BIASED");
  const file = join(folder, "night.html");
  expect((await runs("report", "--html", file)).code).toBe(0);
  const page = readFileSync(file, "utf8");
  expect(page).toContain(
    "<td>lab/study/A</td><td>present strategy</td><td>UNBIASED</td><td>RIGHT_BIASED</td>",
  );
  expect(page).not.toMatch(/<script|<link|src=|href=|url\(|@import|https?:/);
  const { rows } = await log.pool("reader").query("select min(night)::text as night from derived.night");
  expect((await runs("report", "--night", rows[0].night)).json()).toMatchObject({ since: null });
});

test("a report is posted once it can be, and once", async () => {
  const send = () => sendReports({ db: db(), log: pino({ level: "silent" }) });
  await send();
  expect(received).toEqual([]);
  const { port } = receiver.address() as AddressInfo;
  const set = await runs("settings", "--webhook", `http://127.0.0.1:${port}/night`);
  expect(set.json()).toMatchObject({ webhookUrl: `http://127.0.0.1:${port}/night` });
  await log
    .pool("migrator")
    .query("update derived.night set notified_at = now() where report->>'since' is null");
  answer = 503;
  await send();
  expect(received).toHaveLength(1);
  await send();
  expect(received).toHaveLength(1);
  answer = 200;
  await log.pool("migrator").query("update derived.night set notify_after = now()");
  await send();
  await send();
  expect(received).toHaveLength(2);
  expect(received[1]).toEqual({ type: "application/json", body: (await runs("report")).json() });
});

test("settings are printed and changed one by one; what makes no sense is wrong usage", async () => {
  await runs("settings", "--time-zone", "Europe/Paris", "--at", "02:00", "--window", "22:00-07:00");
  await runs("settings", "--max-runs", "3", "--priorities", "0,5,9");
  expect((await runs("settings")).json()).toMatchObject({
    timeZone: "Europe/Paris",
    dueTime: "02:00",
    window: { from: "22:00", to: "07:00" },
    maxRuns: 3,
    priorities: { request: 0, change: 5, night: 9 },
  });
  expect(
    (await runs("settings", "--window", "always", "--max-runs", "any", "--webhook", "none")).json(),
  ).toMatchObject({ timeZone: "Europe/Paris", window: null, maxRuns: null, webhookUrl: null });
  for (const wrong of [
    ["--time-zone", "Mars/Olympus"],
    ["--at", "25:00"],
    ["--window", "22:00"],
    ["--priorities", "1,2"],
    ["--webhook", "ftp://x"],
  ]) {
    expect((await runs("settings", ...wrong)).code, wrong.join(" ")).toBe(2);
  }
});
