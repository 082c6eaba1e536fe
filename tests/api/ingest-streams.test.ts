import { request } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Api, startApi } from "../../src/api/server.ts";
import type { NewEvent } from "../../src/events/new-event.ts";
import { trial, trials } from "../events/given-events.ts";
import { givenLog, headOf } from "../log/given-log.ts";
import { line, ndjson } from "../support/lines.ts";
import { livingBytes, peakBytes } from "../support/memory.ts";
import { startProgram } from "../support/program.ts";
import { startProxy, type TcpProxy, throughPort } from "../support/tcp-proxy.ts";
import { type IngestAnswer, post, TOKEN } from "./ingest-under-test.ts";

/*
 * Bodies that come slowly, for a long time, or not to their end. The wire to the server and the one from the server
 * to its database can both be cut and held.
 */
const log = givenLog();
let api: Api;
let database: TcpProxy;
let wire: TcpProxy;
const url = () => `http://127.0.0.1:${wire.port}/v1/events`;
const head = () => headOf(log.pool("reader"));
const ON_A_BUSY_MACHINE = { timeout: 30_000 };
const MIB = 2 ** 20;
const STREAM_BYTES = (process.env.TEST_FULL === "1" ? 200 : 40) * MIB;

beforeAll(async () => {
  const { port, hostname } = new URL(log.url);
  database = await startProxy({ port: Number(port || 5432), host: hostname });
  api = await startApi({ databaseUrl: throughPort(log.url, database.port), ingestToken: TOKEN });
  wire = await startProxy({ port: Number(new URL(api.url).port) });
});
afterAll(async () => {
  await wire.close();
  await api.close();
  await database.close();
});

/** Streams a body of unknown length; resolves with the answer, which may come before the body's end. */
function stream(body: AsyncIterable<string> | Iterable<string>): Promise<IngestAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url(),
      { method: "POST", headers: { authorization: `Bearer ${TOKEN}` } },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (piece) => {
          text += piece;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: new Headers(), ...JSON.parse(text) }),
        );
      },
    );
    sent.on("error", reject);
    pipeline(Readable.from(body), sent).catch(reject);
  });
}

const samples = Float32Array.from({ length: 10_000 }, (_, i) => Math.fround(Math.sin(i)));
const snippet = (subject: string, number: number): NewEvent => ({
  ...trial(subject, 1, 1),
  type: "SnippetRecorded",
  sourceEventId: `snippet:${subject}/1/${number}`,
  payload: {
    snippet: `s${number}`,
    site: "DLS",
    channel: "signal",
    alignment: "stimulus",
    units: "z",
    sampleRateHz: 1_000,
    offsetS: -1,
  },
  samples,
});

function* snippetLines(subject: string, bytes: number): Generator<string> {
  for (let sent = 0, number = 1; sent < bytes; number++) {
    const text = `${line(snippet(subject, number))}\n`;
    sent += text.length;
    yield text;
  }
}

test("a long stream of snippets is taken in with memory that does not grow with it", async () => {
  await stream(snippetLines("warm", 4 * MIB));
  let answer: IngestAnswer | undefined;
  const peak = await peakBytes(async () => {
    answer = await stream(snippetLines("long", STREAM_BYTES));
  });
  expect(answer).toMatchObject({ status: 200, positions: null });
  expect(answer?.appended).toBeGreaterThan(STREAM_BYTES / 60_000);
  // Two chunks of 4 MiB as text and as samples, buffers on the way, and what is not collected yet.
  expect(peak / MIB).toBeLessThan(150);
}, 120_000);

test("while the database takes nothing, no more is read from the sender", async () => {
  const before = await head();
  const bytesBefore = wire.bytesIn;
  const living = livingBytes();
  let sent = 0;
  async function* body(): AsyncGenerator<string> {
    for (const text of snippetLines("slow", STREAM_BYTES)) {
      sent += text.length;
      yield text;
    }
  }
  database.pause();
  const answer = stream(body());
  // Until nothing moves any more: what fits into sockets and two chunks is on the way.
  let last = -1;
  await vi.waitFor(
    () => {
      const now = wire.bytesIn - bytesBefore;
      const isStill = now === last;
      last = now;
      expect(isStill && now > 0).toBe(true);
    },
    { timeout: 20_000, interval: 1_000 },
  );
  expect(sent).toBeLessThan(STREAM_BYTES / 1.5);
  expect(last / MIB).toBeLessThan(24);
  expect((livingBytes() - living) / MIB).toBeLessThan(80);
  database.resume();
  expect(await answer).toMatchObject({ status: 200 });
  expect(await head()).toBeGreaterThan(before);
}, 120_000);

test("a body that breaks off keeps nothing, wherever it is cut and however it is packed", async () => {
  const before = await head();
  const small = ndjson(trials("cut", 1, 1, 40));
  const large = ndjson(trials("cut", 1, 1, 6_000));
  const packed = gzipSync(large);
  for (const body of [small, large, packed]) {
    for (const share of [0.2, 0.5, 0.999]) {
      // The request's head takes some bytes too; a cut at a line's end is as good as any other.
      wire.cutAfter(150 + Math.floor(body.length * share));
      await expect(post(url(), body)).rejects.toThrow();
    }
  }
  await vi.waitFor(async () => {
    const { rows } = await log
      .pool("migrator")
      .query<{ n: number }>(
        "select count(*) as n from pg_stat_activity where query like 'copy%' and state = 'active' and datname = current_database()",
      );
    expect(rows[0].n).toBe(0);
  }, ON_A_BUSY_MACHINE);
  expect(await head()).toBe(before);
  expect(await post(url(), small)).toMatchObject({ status: 200, appended: 40, alreadyThere: 0 });
});

test("a body that breaks off at a line's end without its last chunk is not taken for a whole one", async () => {
  const before = await head();
  async function* body(): AsyncGenerator<string> {
    yield ndjson(trials("half", 1, 1, 5));
    await new Promise((resolve) => setTimeout(resolve, 100));
    wire.cut();
    await new Promise((resolve) => setTimeout(resolve, 100));
    yield ndjson(trials("half", 1, 6, 7));
  }
  await expect(stream(body())).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await head()).toBe(before);
});

test("an answer that is lost: what was kept is not kept twice", async () => {
  const before = await head();
  for (const [session, size] of [
    [1, 20],
    [2, 3_000],
  ]) {
    const body = ndjson(trials("lost", session, 1, size));
    wire.cutBeforeAnswer();
    await expect(post(url(), body)).rejects.toThrow();
    expect(await post(url(), body)).toMatchObject({ status: 200, appended: 0, alreadyThere: size });
  }
  expect(await head()).toBe(before + 3_020);
});

test("the database goes away in the middle of a batch: the sender is told so, nothing is kept, the next works", async () => {
  const before = await head();
  async function* body(): AsyncGenerator<string> {
    yield ndjson(trials("gone", 1, 1, 6_000));
    await vi.waitFor(async () => {
      const { rows } = await log
        .pool("migrator")
        .query<{ n: number }>(
          "select count(*) as n from pg_stat_activity where query like 'copy%' and state = 'active' and datname = current_database()",
        );
      expect(rows[0].n).toBe(1);
    }, ON_A_BUSY_MACHINE);
    database.cut();
    yield ndjson(trials("gone", 1, 6_001, 12_000));
  }
  expect(await stream(body())).toMatchObject({
    status: 503,
    errors: [{ extensions: { code: "SERVER_UNREACHABLE", remedy: expect.stringContaining("again") } }],
  });
  expect(await head()).toBe(before);
  expect(await post(url(), ndjson(trials("gone", 1, 1, 700)))).toMatchObject({ status: 200, appended: 700 });
});

test("the database's answer to a commit is lost: the sender is told to do it again, and keeps one copy", async () => {
  const before = await head();
  await post(url(), ndjson([trial("unsure", 1, 1)]));
  for (let i = 2; i < 8; i++) {
    const body = ndjson([trial("unsure", 1, i)]);
    database.cutBeforeAnswer();
    const answer = await post(url(), body);
    // A statement may have been sent over another connection than the one that was cut.
    if (answer.status !== 200) {
      expect(answer).toMatchObject({ status: 503, errors: [{ extensions: { code: "SERVER_UNREACHABLE" } }] });
      expect(await post(url(), body)).toMatchObject({ status: 200 });
    }
  }
  expect(await head()).toBe(before + 7);
});

test("a sender that is refused early hears why, even one that listens only when it has sent all", async () => {
  const python = `
import http.client, sys
body = b"nonsense\\n" + b"x" * ${30 * MIB}
connection = http.client.HTTPConnection("127.0.0.1", ${wire.port})
connection.request("POST", "/v1/events", body, {"Authorization": "Bearer ${TOKEN}"})
print(connection.getresponse().read().decode())`;
  for (let i = 0; i < 3; i++) {
    const rig = startProgram("python3", ["-c", python]);
    expect(await rig.ended, rig.stderr.join("\n")).toBe(0);
    expect(JSON.parse(rig.stdout[0])).toMatchObject({
      errors: [{ extensions: { code: "INVALID_JSON", line: 1 } }],
    });
  }
});

test("a sender that is refused and goes on sending for ever is hung up on", async () => {
  const sent = request(url(), { method: "POST", headers: { authorization: `Bearer ${TOKEN}` } });
  const ended = new Promise((resolve) => sent.once("close", resolve));
  sent.on("error", () => {});
  sent.write("nonsense\n");
  const more = setInterval(() => sent.write("more\n"), 200);
  await ended;
  clearInterval(more);
}, 20_000);
