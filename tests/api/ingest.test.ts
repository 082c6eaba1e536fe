import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { startApi } from "../../src/api/server.ts";
import { append } from "../../src/log/append.ts";
import { appendBulk } from "../../src/log/append-bulk.ts";
import { labRegistered, sessionStarted, trial, trials } from "../events/given-events.ts";
import { headOf, loggedRows } from "../log/given-log.ts";
import { line, ndjson } from "../support/lines.ts";
import { ingestUnderTest, post, TOKEN } from "./ingest-under-test.ts";

const ingest = ingestUnderTest();
const head = () => headOf(ingest.log.pool("reader"));
const refusal = (code: string) => ({
  message: expect.any(String),
  extensions: expect.objectContaining({ code, remedy: expect.any(String) }),
});

test("without a token, or with a wrong one, nothing is taken in", async () => {
  const body = ndjson([trial("T", 1, 1)]);
  const before = await head();
  for (const [authorization, code] of [
    [null, "TOKEN_MISSING"],
    ["", "TOKEN_MISSING"],
    ["Basic dXNlcjpwYXNz", "TOKEN_MISSING"],
    ["Bearer", "TOKEN_MISSING"],
    ["Bearer wrong", "TOKEN_WRONG"],
    [`Bearer ${TOKEN}x`, "TOKEN_WRONG"],
    [`Bearer ${TOKEN.slice(0, -1)}`, "TOKEN_WRONG"],
    [`Bearer ${TOKEN.toUpperCase()}`, "TOKEN_WRONG"],
  ] as const) {
    const answer = await post(ingest.url, body, { authorization });
    expect(answer, String(authorization)).toMatchObject({ status: 401, errors: [refusal(code)] });
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
    expect(JSON.stringify(answer.errors)).not.toContain(TOKEN);
  }
  expect(await head()).toBe(before);
});

test("a server without a token of its own takes in nothing from whoever has none of the database's", async () => {
  const api = await startApi({ databaseUrl: ingest.log.url });
  try {
    for (const authorization of [null, "Bearer ", "Bearer null", "Bearer undefined"]) {
      const answer = await post(`${api.url}/v1/events`, ndjson([trial("T", 1, 1)]), { authorization });
      expect(answer).toMatchObject({ status: 401 });
    }
  } finally {
    await api.close();
  }
});

test("each line gets its position; the same lines again get the original ones", async () => {
  const before = await head();
  const body = ndjson([sessionStarted("A", 1), ...trials("A", 1, 1, 4)]);
  const positions = [1, 2, 3, 4, 5].map((i) => before + i);
  expect(await post(ingest.url, body)).toMatchObject({
    status: 200,
    appended: 5,
    alreadyThere: 0,
    lastPosition: before + 5,
    positions,
  });
  expect(await post(ingest.url, body)).toMatchObject({
    status: 200,
    appended: 0,
    alreadyThere: 5,
    lastPosition: null,
    positions,
  });
  // What a rig sends after a break is some of the old and some new.
  expect(await post(ingest.url, body + ndjson([trial("A", 1, 5)]))).toMatchObject({
    appended: 1,
    alreadyThere: 5,
    positions: [...positions, before + 6],
  });
});

test("the body may call itself anything, and be compressed", async () => {
  const types = [null, "application/json", "application/x-www-form-urlencoded", "text/plain; charset=latin1"];
  for (const [i, contentType] of types.entries()) {
    const body = ndjson([trial("B", 1, i + 1)]);
    expect(await post(ingest.url, body, { "content-type": contentType }), String(contentType)).toMatchObject({
      status: 200,
      appended: 1,
    });
  }
  const packed = gzipSync(ndjson(trials("B", 2, 1, 10)));
  expect(await post(ingest.url, packed)).toMatchObject({ appended: 10 });
  // With the header or without, and made of several members as `cat a.gz b.gz` makes it.
  const two = Buffer.concat([
    gzipSync(ndjson(trials("B", 2, 11, 12))),
    gzipSync(ndjson(trials("B", 2, 13, 14))),
  ]);
  expect(await post(ingest.url, two, { "content-encoding": "gzip" })).toMatchObject({ appended: 4 });
});

test("a body without events is refused, not an error of ours", async () => {
  for (const body of [null, "", "\n\n \r\n", gzipSync("")]) {
    for (const type of ["application/x-ndjson", null]) {
      expect(await post(ingest.url, body, { "content-type": type })).toMatchObject({
        status: 400,
        errors: [refusal("NO_EVENTS")],
      });
    }
  }
});

test("what comes after the end of compressed data is not passed over", async () => {
  const before = await head();
  const body = Buffer.concat([gzipSync(ndjson([trial("C", 1, 1)])), Buffer.from(ndjson([trial("C", 1, 2)]))]);
  expect(await post(ingest.url, body)).toMatchObject({ status: 400, errors: [refusal("TRUNCATED_GZIP")] });
  expect(await head()).toBe(before);
});

test("a known id with another content is refused with what differs, in a small batch and in a large one", async () => {
  await post(ingest.url, ndjson([trial("D", 1, 1, { choice: "left" })]));
  const before = await head();
  const wrong = trial("D", 1, 1, { choice: "right", block: "b" });
  for (const size of [3, 700]) {
    const body = ndjson([...trials("D", 1, 2, size), wrong]);
    const answer = await post(ingest.url, body);
    expect(answer).toMatchObject({ status: 409, errors: [refusal("EVENT_CONTENT_CONFLICT")] });
    expect(answer.errors?.[0].extensions).toMatchObject({
      line: size,
      field: expect.stringMatching(/^payload\./),
    });
    expect(answer.errors?.[0].message).toContain('payload.choice: "left" in the log, "right" given');
    expect(answer.errors?.[0].message).toContain('payload.block: nothing in the log, "b" given');
  }
  expect(await head()).toBe(before);
});

test("an id that is known from another stream is refused with a diff, however large the batch", async () => {
  await post(ingest.url, ndjson([trial("E", 1, 1)]));
  const before = await head();
  const astray = trial("F", 1, 1, {}, { sourceEventId: "trial:E/1/1" });
  for (const size of [3, 700]) {
    const answer = await post(ingest.url, ndjson([...trials("F", 1, 2, size), astray]));
    expect(answer, `${size} lines`).toMatchObject({
      status: 409,
      errors: [refusal("EVENT_CONTENT_CONFLICT")],
    });
    expect(answer.errors?.[0].message).toContain("stream");
  }
  expect(await head()).toBe(before);
});

test("an id that stands in a batch twice: a small batch counts the same event once, all else is refused", async () => {
  const small = trials("G", 1, 1, 3);
  expect(await post(ingest.url, ndjson([...small, small[0]]))).toMatchObject({
    appended: 3,
    alreadyThere: 1,
  });
  const before = await head();
  for (const size of [3, 700]) {
    const twins = [...trials("G", 2, 1, size), trial("G", 2, 1, { choice: "left" })];
    const refused = await post(ingest.url, ndjson(twins));
    expect(refused, `${size} lines`).toMatchObject({ status: 409, errors: [refusal("DUPLICATE_IN_BATCH")] });
    expect(refused.errors?.[0].extensions).toMatchObject({ field: "sourceEventId", value: "trial:G/2/1" });
  }
  const large = trials("G", 3, 1, 5_000);
  expect(await post(ingest.url, ndjson([...large, large[0]]))).toMatchObject({
    status: 409,
    errors: [refusal("DUPLICATE_IN_BATCH")],
  });
  expect(await head()).toBe(before);
});

test("expectedVersion holds a stream to the version the sender saw, in a small batch and in a large one", async () => {
  const versioned = (first: number, last: number, expectedVersion: number) =>
    trials("H", 1, first, last)
      .map((event) => `${line(event, { expectedVersion })}\n`)
      .join("");
  expect(await post(ingest.url, versioned(1, 3, 0))).toMatchObject({ status: 200, appended: 3 });
  for (const size of [2, 700]) {
    const before = await head();
    const answer = await post(ingest.url, versioned(4, 3 + size, 2));
    expect(answer).toMatchObject({ status: 409, errors: [refusal("STREAM_VERSION_CONFLICT")] });
    expect(answer.errors?.[0]).toMatchObject({
      message: expect.stringContaining("at version 3, not 2"),
      extensions: { field: "expectedVersion", value: 2 },
    });
    expect(await head()).toBe(before);
  }
  expect(await post(ingest.url, versioned(4, 703, 3))).toMatchObject({ status: 200, appended: 700 });
  // Resent with the version of back then: nothing new, so nothing to refuse.
  expect(await post(ingest.url, versioned(4, 703, 3))).toMatchObject({ status: 200, alreadyThere: 700 });
});

test("an expectedVersion on a late line of a large batch is no less heeded than one on the first", async () => {
  await post(ingest.url, ndjson(trials("I", 1, 1, 2)));
  const before = await head();
  for (const size of [5, 5_000]) {
    const body = ndjson(trials("I", 1, 3, size)) + line(trial("I", 1, size + 1), { expectedVersion: 1 });
    expect(await post(ingest.url, body), `${size} lines`).toMatchObject({
      status: 409,
      errors: [refusal("STREAM_VERSION_CONFLICT")],
    });
  }
  expect(await head()).toBe(before);
});

test("two lines that believe a stream to stand at different versions contradict each other", async () => {
  const body = [0, 1].map((i) => line(trial("I", 2, i + 1), { expectedVersion: i })).join("\n");
  const answer = await post(ingest.url, body);
  expect(answer).toMatchObject({ status: 400, errors: [refusal("INVALID_EVENT")] });
  expect(answer.errors?.[0].extensions).toMatchObject({ line: 2, field: "expectedVersion", value: 1 });
});

test("a bad line late in a large body: its line is named, and nothing of the batch is kept", async () => {
  const before = await head();
  const bad = line(trial("J", 1, 20_001, { contrastLeft: 2 }));
  const body = `${ndjson(trials("J", 1, 1, 20_000))}${bad}\n${ndjson(trials("J", 1, 20_002, 20_100))}`;
  const answer = await post(ingest.url, body);
  expect(answer).toMatchObject({ status: 400, errors: [refusal("INVALID_EVENT")] });
  expect(answer.errors?.[0].extensions).toMatchObject({
    line: 20_001,
    field: "payload.contrastLeft",
    value: 2,
  });
  expect(await head()).toBe(before);
  expect(await loggedRows(ingest.log.pool("reader"), "lab/study/J")).toEqual([]);
});

test("a bad line early in a body that is still coming is answered, and the rest not waited for", async () => {
  const body = `nonsense\n${ndjson(trials("K", 1, 1, 40_000))}`;
  expect(body.length).toBeGreaterThan(8_000_000);
  const answer = await post(ingest.url, body);
  expect(answer).toMatchObject({ status: 400, errors: [refusal("INVALID_JSON")] });
  expect(answer.errors?.[0].extensions).toMatchObject({ line: 1 });
});

test("names that JavaScript gives a meaning to are names like any other", async () => {
  for (const lab of ["constructor", "toString", "hasOwnProperty", "valueOf"]) {
    const answer = await post(
      ingest.url,
      ndjson([labRegistered({}, { lab }), trial("constructor", 1, 1, {}, { lab })]),
    );
    expect(answer, lab).toMatchObject({ status: 200, appended: 2 });
  }
});

test("what the answer quotes of a bad line is short, however long the line", async () => {
  const long = "x".repeat(1_000_000);
  const base = JSON.parse(line(trial("L", 1, 1)));
  for (const bad of [
    { ...base, type: long },
    { ...base, actor: long },
    { ...base, [long]: 1 },
    { ...base, payload: { ...base.payload, [long]: 1 } },
    { ...base, payload: { ...base.payload, choice: long } },
    { ...base, payload: long },
    { ...base, samples: long },
    { ...base, lab: { name: long } },
    { ...base, expectedVersion: long },
    { ...base, schemaVersion: long },
    { ...base, occurredAt: [long] },
  ]) {
    const answer = await post(ingest.url, JSON.stringify(bad));
    expect(answer.status).toBe(400);
    expect(answer.errors?.[0].extensions).toMatchObject({
      code: expect.any(String),
      remedy: expect.any(String),
      line: 1,
    });
    expect(JSON.stringify(answer.errors).length).toBeLessThan(4_000);
  }
  const twice = `{"${long}":1,"${long}":2}`;
  expect(JSON.stringify((await post(ingest.url, twice)).errors).length).toBeLessThan(4_000);
});

test("more large batches at once than the server has connections: all get through", async () => {
  const before = await head();
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, i) => post(ingest.url, ndjson(trials(`M${i}`, 1, 1, 2_500)))),
  );
  for (const answer of answers) expect(answer).toMatchObject({ status: 200, appended: 2_500 });
  expect(await head()).toBe(before + 12 * 2_500);
});

test("events over HTTP, by append and in bulk are the same events", async () => {
  const events = [sessionStarted("N", 1, { rig: "r" }), ...trials("N", 1, 1, 3)];
  const pool = ingest.log.pool("ingest");
  const positions = (await post(ingest.url, ndjson(events))).positions;
  expect((await append(pool, events)).map((result) => result.position)).toEqual(positions);
  const bulk = await appendBulk(pool, async function* () {
    yield { events };
  });
  expect(bulk).toMatchObject({ appended: 0, alreadyThere: 4 });
});
