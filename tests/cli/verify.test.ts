import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { append } from "../../src/log/append.ts";
import { projectRegistered, trials } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();
const folder = mkdtempSync(join(tmpdir(), "saddlepoint-proof-"));
const file = (name: string): string => join(folder, name);
const run = (key: string, ...args: readonly string[]) => {
  vi.stubEnv("SADDLEPOINT_SIGNING_KEY_FILE", file(key));
  return saddlepoint(log.url, ...args);
};

beforeAll(async () => {
  await append(log.pool("ingest"), [
    projectRegistered({}),
    ...trials("A", 1, 1, 30),
    ...trials("B", 1, 1, 9),
  ]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a log is verified, signed, and held to what was signed", async () => {
  const alone = await run("key", "verify", "--json");
  expect(alone.code).toBe(0);
  expect(alone.json()).toMatchObject({ isSound: true, nEvents: 40, nStreams: 3, signedTo: null });

  const signed = await run("key", "log", "checkpoint", "--out", file("first.json"), "--json");
  expect(signed.json()).toMatchObject({ position: 40, root: alone.json().root, keyFile: file("key") });
  expect(statSync(file("key")).mode & 0o777).toBe(0o600);

  // What is appended since changes nothing of what was signed.
  await append(log.pool("ingest"), trials("A", 1, 31, 60));
  const held = await run("key", "verify", "--checkpoint", file("first.json"), "--json");
  expect(held.json()).toMatchObject({ isSound: true, nEvents: 70, signedTo: 40, findings: [] });
  const stream = await run("key", "verify", "--stream", "lab/study/A/1", "--checkpoint", file("first.json"));
  expect(stream.stdout).toMatch(/^60 events .* nothing was changed\./);
});

test("a stream that is not there is not said to be unchanged", async () => {
  const { code, stderr, stdout } = await run("key", "verify", "--stream", "lab/study/A/2");
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toContain('STREAM_NOT_FOUND: the log has no stream "lab/study/A/2"');
});

test("a checkpoint that another signed, or that was changed, is refused", async () => {
  await run("other", "log", "public-key");
  const foreign = await run("other", "verify", "--checkpoint", file("first.json"), "--json");
  expect(foreign.json()).toMatchObject({ error: { code: "CHECKPOINT_NOT_SIGNED" } });
  const none = await run("none", "verify", "--checkpoint", file("first.json"), "--json");
  expect(none.json()).toMatchObject({ error: { code: "NO_TRUSTED_KEY" } });

  const text = readFileSync(file("first.json"), "utf8");
  writeFileSync(file("forged.json"), text.replace(/"root": "./, '"root": "g'));
  const forged = await run("key", "verify", "--checkpoint", file("forged.json"), "--json");
  expect(forged.json()).toMatchObject({ error: { code: "CHECKPOINT_NOT_SIGNED" } });
  writeFileSync(file("half.json"), text.slice(0, text.length / 2));
  const half = await run("key", "verify", "--checkpoint", file("half.json"), "--json");
  expect(half.json()).toMatchObject({ error: { code: "BAD_CHECKPOINT" } });
});

test("a proof of one event is checked without a database, by the public key alone", async () => {
  const { stdout } = await run("key", "log", "public-key");
  writeFileSync(file("public.pem"), stdout);
  const from = ["--checkpoint", file("first.json"), "--out", file("proof.json")];
  const made = await run(
    "key",
    "log",
    "prove",
    "--stream",
    "lab/study/A/1",
    "--event",
    "17",
    ...from,
    "--json",
  );
  expect(made.json()).toMatchObject({ position: 18 });

  vi.stubEnv("SADDLEPOINT_SIGNING_KEY_FILE", file("none"));
  const check = (name: string) =>
    saddlepoint(null, "log", "check-proof", file(name), "--public-key", file("public.pem"), "--json");
  const checked = await check("proof.json");
  expect(checked.json()).toMatchObject({ isIncluded: true, event: { payload: { trial: 17 } }, signedTo: 40 });

  const text = readFileSync(file("proof.json"), "utf8");
  for (const [from, to] of [
    ['"trial": 17', '"trial": 18'],
    ['"position": 18', '"position": 17'],
    ['"actor": "staff-', '"actor": "staff_'],
  ]) {
    expect(text).toContain(from);
    writeFileSync(file("changed.json"), text.replace(from, to));
    expect((await check("changed.json")).json()).toMatchObject({ error: { code: "NOT_AS_SIGNED" } });
  }
});

test("what a checkpoint does not reach cannot be proved by it", async () => {
  const args = ["--stream", "lab/study/A/1", "--event", "60", "--checkpoint", file("first.json")];
  const late = await run("key", "log", "prove", ...args, "--out", file("late.json"), "--json");
  expect(late.json()).toMatchObject({ error: { code: "NOT_COVERED" } });
});

test("a tampered log exits 1, names the event, and is not signed", async () => {
  const admin = log.pool("migrator", 1);
  await admin.query("set session_replication_role = replica");
  await admin.query(
    `update log.event set payload = payload || '{"choice": "left"}' where stream = 'lab/study/A/1' and stream_version = 5`,
  );
  const found = await run("key", "verify", "--json");
  expect(found.code).toBe(1);
  expect(found.json()).toMatchObject({
    isSound: false,
    findings: [{ kind: "CHANGED", stream: "lab/study/A/1", streamVersion: 5, position: 6 }],
  });
  const stream = await run("key", "verify", "--stream", "lab/study/A/1");
  expect(stream.code).toBe(1);
  expect(stream.stdout).toContain("CHANGED       @6  lab/study/A/1 version 5");
  const signed = await run("key", "log", "checkpoint", "--out", file("second.json"), "--json");
  expect(signed.json()).toMatchObject({ error: { code: "LOG_NOT_SOUND" } });
});
