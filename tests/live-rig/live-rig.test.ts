import { resolve } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { packageRoot } from "../../src/package-root.ts";
import { giveToken } from "../api/api-under-test.ts";
import { data, useToken } from "../api/client.ts";
import { givenLog, loggedRows } from "../log/given-log.ts";
import { addressOfUp, type Program, startProgram, startSaddlepoint } from "../support/program.ts";
import { startProxy, type TcpProxy } from "../support/tcp-proxy.ts";

/*
 * The documented clients against `saddlepoint up`, each a process of its own; between rig and server a wire that the
 * test cuts, and a server that it kills.
 */
const log = givenLog();
const TOKEN = "rig-token";
const DEBOUNCE_S = 0.5;
const example = (name: string) => resolve(packageRoot, "examples/live-rig", name);
const target = { port: 0 };
let up: Program;
let wire: TcpProxy;
const rigs: Program[] = [];

async function startUp(): Promise<void> {
  up = startSaddlepoint(["up", "--port", "0", "--debounce", String(DEBOUNCE_S), "--json"], {
    env: { DATABASE_URL: log.url, SADDLEPOINT_INGEST_TOKEN: TOKEN },
  });
  target.port = Number(new URL(await addressOfUp(up)).port);
}

beforeAll(async () => {
  // Who reads is another than who sends: the lab's own token.
  useToken(await giveToken(log.url, { labs: ["lab"] }));
  wire = await startProxy(target);
  await startUp();
});
afterEach(() => Promise.all(rigs.splice(0).map((rig) => rig.kill())));
afterAll(async () => {
  await up.stop();
  await wire.close();
});

interface Delivered {
  /** When the rig learnt that the first event is in the log. */
  firstAtMs: number;
  lastAtMs: number;
  events: number;
}

function startPython(
  subject: string,
  trials: number,
  intervalS: number,
): { rig: Program; delivered: Delivered } {
  const delivered = { firstAtMs: 0, lastAtMs: 0, events: 0 };
  const rig = startProgram(
    "python3",
    [
      example("live_rig.py"),
      ...[
        "--url",
        `http://127.0.0.1:${wire.port}`,
        "--lab",
        "lab",
        "--project",
        "study",
        "--subject",
        subject,
      ],
      ...["--session", "1", "--trials", String(trials), "--interval", String(intervalS)],
    ],
    {
      env: { SADDLEPOINT_INGEST_TOKEN: TOKEN },
      onLine(line) {
        const { acknowledged } = JSON.parse(line) as { acknowledged: number };
        delivered.lastAtMs = performance.now();
        if (delivered.events === 0) delivered.firstAtMs = delivered.lastAtMs;
        delivered.events += acknowledged;
      },
    },
  );
  rigs.push(rig);
  return { rig, delivered };
}

const QUERY = `query ($id: ID!) {
  subject(id: $id) {
    sessions { nodes { number startedAt rig nTrials trials(first: 1000) { nodes { number } } } }
    segments { nodes { nTrials } }
  }
}`;
const ask = async (subject: string) =>
  (await data(`http://127.0.0.1:${target.port}`, QUERY, { id: `lab/study/${subject}` })).subject;

/** What the example's session comes to: a start, trials, a stimulation every ten, a snippet each, an end. */
const eventsOf = (trials: number) => 1 + trials + Math.floor(trials / 10) + trials + 1;

async function expectWhole(subject: string, trials: number): Promise<void> {
  const rows = await loggedRows(log.pool("reader"), `lab/study/${subject}`);
  expect(rows).toHaveLength(eventsOf(trials));
  expect(new Set(rows.map((row) => row.source_event_id)).size).toBe(rows.length);
  expect(rows.map((row) => row.stream_version)).toEqual(rows.map((_, i) => i + 1));
  // In the order in which the rig recorded them, whatever was sent again.
  expect(rows.filter((row) => row.type === "TrialRecorded").map((row) => row.payload.trial)).toEqual(
    Array.from({ length: trials }, (_, i) => i + 1),
  );
  expect(
    rows.filter((row) => row.type === "SnippetRecorded").every((row) => row.samples?.length === 480),
  ).toBe(true);
}

test("a session shows in GraphQL within a second of its first event, and its segments within the debounce", async () => {
  const trials = 120;
  const { rig, delivered } = startPython("quick", trials, 0.01);
  const shown = await vi.waitFor(
    async () => {
      const subject = await ask("quick");
      expect(subject?.sessions.nodes).toHaveLength(1);
      return performance.now();
    },
    { timeout: 10_000, interval: 10 },
  );
  expect(shown - delivered.firstAtMs).toBeLessThan(1_000);
  expect(await rig.ended).toBe(0);
  expect(delivered.events).toBe(eventsOf(trials));
  const derivedAtMs = await vi.waitFor(
    async () => {
      const { sessions, segments } = await ask("quick");
      expect(sessions.nodes[0].nTrials).toBe(trials);
      expect(
        segments?.nodes.reduce((sum: number, segment: { nTrials: number }) => sum + segment.nTrials, 0),
      ).toBe(trials);
      return performance.now();
    },
    { timeout: 20_000, interval: 20 },
  );
  // The debounce, and the fit itself on a machine that does other things too.
  expect((derivedAtMs - delivered.lastAtMs) / 1_000).toBeLessThan(DEBOUNCE_S + 8);
  await expectWhole("quick", trials);
});

test("a session goes through a wire that is cut before, while and after the server keeps a batch", async () => {
  const trials = 100;
  const { rig, delivered } = startPython("cut", trials, 0.02);
  let cuts = 0;
  const cutter = setInterval(() => {
    if (cuts === 12) return clearInterval(cutter);
    const ways = [() => wire.cut(), () => wire.cutBeforeAnswer(), () => wire.cutAfter(300 + 97 * cuts)];
    ways[cuts % ways.length]();
    // A limit holds for a new connection, so there must be one.
    if (cuts % ways.length === 2) wire.cut();
    cuts++;
  }, 150);
  try {
    expect(await rig.ended).toBe(0);
  } finally {
    clearInterval(cutter);
  }
  expect(cuts).toBe(12);
  expect(rig.stderr.filter((text) => text.includes("sending again")).length).toBeGreaterThan(2);
  expect(delivered.events).toBe(eventsOf(trials));
  await expectWhole("cut", trials);
});

test("a session survives the server's death in the middle of it", async () => {
  const trials = 60;
  const { rig, delivered } = startPython("restart", trials, 0.02);
  await vi.waitFor(() => expect(delivered.events).toBeGreaterThan(20), { timeout: 10_000 });
  await up.kill();
  await startUp();
  expect(await rig.ended).toBe(0);
  expect(delivered.events).toBe(eventsOf(trials));
  await expectWhole("restart", trials);
  // What the dead server's worker had in hand is derived too.
  await vi.waitFor(
    async () => {
      const { segments } = await ask("restart");
      expect(
        segments?.nodes.reduce((sum: number, segment: { nTrials: number }) => sum + segment.nTrials, 0),
      ).toBe(trials);
    },
    { timeout: 30_000, interval: 50 },
  );
});

test("the rig that is nothing but curl delivers its session through a wire that is cut", async () => {
  const trials = 8;
  const rig = startProgram(
    "sh",
    [example("live-rig.sh"), `http://127.0.0.1:${wire.port}`, "lab", "study", "curl", "2", String(trials)],
    { env: { SADDLEPOINT_INGEST_TOKEN: TOKEN } },
  );
  rigs.push(rig);
  wire.cutBeforeAnswer();
  await vi.waitFor(async () => expect((await ask("curl"))?.sessions.nodes).toHaveLength(1), {
    timeout: 10_000,
  });
  wire.cutAfter(100);
  expect(await rig.ended).toBe(0);
  const rows = await loggedRows(log.pool("reader"), "lab/study/curl");
  expect(rows.map((row) => row.type)).toEqual([
    "SessionStarted",
    ...Array.from({ length: trials }, () => ["TrialRecorded", "SnippetRecorded"]).flat(),
    "StimulationRecorded",
    "SessionEnded",
  ]);
  await vi.waitFor(async () => {
    const [session] = (await ask("curl")).sessions.nodes;
    expect(session).toMatchObject({ number: 2, rig: "example", nTrials: trials });
  });
});

test("a rig whose event is wrong hears why, and the events around it get through", async () => {
  const rig = startProgram("python3", [
    "-c",
    `import sys; sys.path.insert(0, ${JSON.stringify(resolve(example("live_rig.py"), ".."))})
import json, live_rig
envelope = dict(lab="lab", project="study", subject="wrong", session=1, source="rig", actor="rig")
rig = live_rig.Rig("http://127.0.0.1:${wire.port}", "${TOKEN}", envelope,
                   on_refused=lambda line, answer: print(json.dumps(answer["errors"][0]["extensions"])))
for trial in range(1, 6):
    rig.record("TrialRecorded", f"t{trial}", dict(trial=trial, contrastLeft=0, contrastRight=2 if trial == 3 else 1, choice="right"))
rig.close()`,
  ]);
  rigs.push(rig);
  expect(await rig.ended).toBe(0);
  expect(rig.stdout.map((text) => JSON.parse(text))).toMatchObject([
    { code: "INVALID_EVENT", line: 1, field: "payload.contrastRight", value: 2, remedy: expect.any(String) },
  ]);
  const rows = await loggedRows(log.pool("reader"), "lab/study/wrong");
  expect(rows.map((row) => row.payload.trial)).toEqual([1, 2, 4, 5]);
});
