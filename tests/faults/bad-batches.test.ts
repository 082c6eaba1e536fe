import { afterAll, beforeAll, expect, test } from "vitest";
import { type Api, startApi } from "../../src/api/server.ts";
import { SaddlepointError } from "../../src/errors.ts";
import { appendNdjson } from "../../src/ingest/append-ndjson.ts";
import { append } from "../../src/log/append.ts";
import { seededRandom } from "../../src/science/random.ts";
import { trials } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { livingBytes, peakBytes } from "../support/memory.ts";
import { type BadBatch, badBatch, badPackage, hugeBatch } from "./bad-lines.ts";

/*
 * Batches that are wrong in every way that we could think of, made from a seed. Each must be refused with a code, its
 * place and a remedy, and leave the log as it was.
 */
const BATCHES = process.env.TEST_FULL === "1" ? 10_000 : 1_000;
const SEED = 20_260_303;
const TOKEN = "token";
const MIB = 2 ** 20;
const log = givenLog();
let api: Api;

beforeAll(async () => {
  await append(log.pool("ingest"), trials("good", 1, 1, 20));
  api = await startApi({ databaseUrl: log.url, ingestToken: TOKEN });
});
afterAll(() => api.close());

/** Everything that an append may change. */
async function logState() {
  const { rows } = await log.pool("migrator").query(
    `select (select position from log.head) as head, (select recorded_at from log.head) as recorded,
            (select count(*) from log.event) as events, (select count(*) from log.source_event) as ids,
            (select count(*) from log.stream) as streams, (select sum(version) from log.stream) as versions`,
  );
  return rows[0];
}

/** Nine in ten have a bad line, the others are packed wrongly. */
function* batches(count: number): Generator<BadBatch> {
  const random = seededRandom(SEED);
  for (let n = 0; n < count; n++)
    yield n % 10 === 9 ? badPackage(Math.floor(n / 10), random) : badBatch(n, random);
}

function expectRefusal(error: unknown, batch: BadBatch): void {
  const what = `${batch.kind}: ${batch.bytes.subarray(0, 600).toString("latin1")}`;
  if (!(error instanceof SaddlepointError))
    throw new Error(`${what}\n${error instanceof Error ? error.stack : error}`);
  expect(batch.codes, `${what}\n${error.message}`).toContain(error.code);
  expect(error.remedy, what).toMatch(/^[A-Z].*\.$/s);
  expect(error.place.file, what).toBe("day.ndjson");
  if (batch.line !== null) expect(error.place.line, what).toBe(batch.line);
  expect(JSON.stringify(error).length, what).toBeLessThan(4_000);
}

async function refusalOf(batch: BadBatch): Promise<unknown> {
  const { bytes } = batch;
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let i = 0; i < bytes.length; i += 65_536) yield bytes.subarray(i, i + 65_536);
  }
  try {
    return await appendNdjson(log.pool("ingest"), pieces, { actor: "tester", place: { file: "day.ndjson" } });
  } catch (error) {
    return error;
  }
}

test(`${BATCHES} bad batches are refused with code, place and remedy; the log is unchanged, memory is flat`, async () => {
  const before = await logState();
  const kinds = new Map<string, number>();
  let living = 0;
  let n = 0;
  for (const batch of batches(BATCHES)) {
    expectRefusal(await refusalOf(batch), batch);
    kinds.set(batch.kind, (kinds.get(batch.kind) ?? 0) + 1);
    // After the first hundred all code and caches are there.
    if (++n === 100) living = livingBytes();
  }
  expect(kinds.size).toBeGreaterThan(20);
  expect((livingBytes() - living) / MIB).toBeLessThan(8);
  expect(await logState()).toEqual(before);
}, 600_000);

test("bad batches over HTTP are refused in the same way, with a status that says whose fault it is", async () => {
  const before = await logState();
  let n = 0;
  for (const batch of batches(BATCHES / 10)) {
    const response = await fetch(`${api.url}/v1/events`, {
      method: "POST",
      body: new Uint8Array(batch.bytes),
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    const { errors } = (await response.json()) as {
      errors: { message: string; extensions: Record<string, unknown> }[];
    };
    expect(errors, batch.kind).toHaveLength(1);
    expect(batch.codes, `${batch.kind}: ${errors[0].message}`).toContain(errors[0].extensions.code);
    expect([400, 409, 413], batch.kind).toContain(response.status);
    expect(errors[0].extensions.remedy, batch.kind).toMatch(/\.$/s);
    if (batch.line !== null) expect(errors[0].extensions.line, batch.kind).toBe(batch.line);
    n++;
  }
  expect(n).toBe(BATCHES / 10);
  expect(await logState()).toEqual(before);
}, 120_000);

test("bombs and endless lines are refused before they fill the memory", async () => {
  const before = await logState();
  for (let n = 0; n < 4; n++) {
    const batch = hugeBatch(n);
    const peak = await peakBytes(async () => expectRefusal(await refusalOf(batch), batch));
    expect(peak / MIB, batch.kind).toBeLessThan(100);
  }
  expect(await logState()).toEqual(before);
}, 120_000);

test("a bad line behind thousands of good ones leaves none of them", async () => {
  const before = await logState();
  const random = seededRandom(SEED + 1);
  const good = trials("many", 1, 1, 3_000)
    .map((event) => `${JSON.stringify(event)}\n`)
    .join("");
  for (let n = 0; n < (process.env.TEST_FULL === "1" ? 42 : 6); n++) {
    const { kind, bytes, codes } = badBatch(n, random);
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? Buffer.from("nonsense\n") : bytes;
    const batch = {
      kind,
      bytes: Buffer.concat([Buffer.from(good), plain]),
      codes: [...codes, "INVALID_JSON"],
      line: null,
    };
    expectRefusal(await refusalOf(batch), batch);
  }
  expect(await logState()).toEqual(before);
}, 120_000);
