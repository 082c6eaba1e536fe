import { afterAll, beforeAll, expect, test } from "vitest";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import type { RunSummary } from "../../src/read/run-history.ts";
import { begin, type Derivation, derivation } from "../analyses/derivation.ts";
import { trial, trials } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();
let derive: Derivation;
const home = "lab/study/A";

beforeAll(async () => {
  await append(log.pool("ingest"), trials("A", 1, 1, 30));
  await catchUp(log.pool("worker"));
  derive = derivation(log.pool("worker"));
  await derive.run("session-measures", home);
  // It always chose right, so no model can be fitted, and no segments told.
  await derive.run("decision-model", home);
  await derive.run("strategy-segments", home);
});
afterAll(() => derive.close());

const runs = (...args: readonly string[]) => saddlepoint(log.url, "runs", ...args, "--json");
const listed = async (...args: readonly string[]) =>
  (await runs("list", ...args)).json<{ runs: readonly RunSummary[] }>().runs;

test("runs are listed, the newest first, by state, analysis and scope", async () => {
  const all = await listed();
  expect(all.map(({ analysis, state }) => [analysis, state])).toEqual([
    ["strategy-segments", "failed"],
    ["decision-model", "failed"],
    ["session-measures", "succeeded"],
  ]);
  expect(await listed("--state", "succeeded", "--scope", home)).toEqual([all[2]]);
  expect(await listed("--analysis", "decision-model")).toEqual([all[1]]);
  expect(await listed("--limit", "1")).toEqual([all[0]]);
  expect((await saddlepoint(log.url, "runs", "list")).stdout).toContain("session-measures v1 of lab/study/A");
});

test("a run shows its input, what it took, where it was made, and its log", async () => {
  const [{ runId }] = await listed("--analysis", "session-measures");
  const run = (await runs("show", String(runId))).json();
  expect(run).toMatchObject({
    runId,
    analysis: "session-measures",
    inputHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    inputPosition: 30,
    resultDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
    cpuS: expect.any(Number),
    peakMemoryBytes: expect.any(Number),
    log: expect.stringMatching(/begun by .+\n.+ succeeded\n$/),
  });
  const { stdout } = await saddlepoint(log.url, "runs", "show", String(runId));
  expect(stdout).toMatch(/peak memory +\d+ MB/);
  expect(stdout).toContain("known from position 30");
  const missing = await runs("show", "999");
  expect(missing.code).toBe(1);
  expect(missing.json()).toMatchObject({ error: { code: "NO_SUCH_RUN" } });
});

test("a failed run is put back with what failed because of it, keeps its log, and may fail again", async () => {
  const [{ runId }] = await listed("--analysis", "decision-model");
  const back = (await runs("retry", String(runId))).json<{ runs: readonly RunSummary[] }>().runs;
  expect(back.map(({ analysis, state, attempts }) => [analysis, state, attempts])).toEqual([
    ["decision-model", "pending", 0],
    ["strategy-segments", "pending", 0],
  ]);
  expect((await runs("retry", "--failed")).json()).toMatchObject({ nAsked: 0, runs: [] });
  expect(await derive.run("decision-model", home)).toMatchObject({ state: "failed", runId });
  const { log: lines } = (await runs("show", String(runId))).json<{ log: string }>();
  expect(lines.match(/ failed: /g)).toHaveLength(2);
  expect(lines).toContain(" put back by ");
  expect(await derive.run("strategy-segments", home)).toMatchObject({ state: "failed" });
  const nothing = await runs("retry", String((await listed("--analysis", "session-measures"))[0].runId));
  expect(nothing.json()).toMatchObject({ nAsked: 1, runs: [] });
});

test("a run that is cancelled is not planned again on the same data, and its worker may not end it", async () => {
  await append(log.pool("ingest"), [trial("A", 1, 31)]);
  await catchUp(log.pool("worker"));
  const { runId } = await begin(derive.db, "session-measures", home);
  expect((await runs("cancel", String(runId))).json()).toEqual({ cancelled: [runId], endedBefore: [] });
  expect((await runs("cancel", String(runId))).json()).toEqual({ cancelled: [], endedBefore: [runId] });
  expect(await listed("--state", "cancelled")).toMatchObject([{ runId, error: { code: "CANCELLED" } }]);
  // Somebody asks: it is made after all.
  expect((await runs("retry", "--failed", "--analysis", "session-measures")).json()).toMatchObject({
    runs: [{ runId, state: "pending" }],
  });
  expect(await derive.run("session-measures", home)).toMatchObject({ state: "succeeded", runId });
});

test("retry without a run, and with runs beside --failed, is wrong usage", async () => {
  expect((await runs("retry")).code).toBe(2);
  expect((await runs("retry", "1", "--failed")).code).toBe(2);
  for (const command of ["retry", "cancel"]) {
    const wrong = await runs(command, "1", "abc");
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("'abc' is invalid")]);
  }
});
