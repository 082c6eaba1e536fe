import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { NewEvent } from "../../src/events/new-event.ts";
import { parseEvent } from "../../src/events/parse-event.ts";
import { upcastPayload, upcastTypes } from "../../src/events/upcast.ts";
import { validateEvent } from "../../src/events/validate.ts";
import { append } from "../../src/log/append.ts";
import { appendBulk } from "../../src/log/append-bulk.ts";
import { loggedPayload, readStream } from "../../src/log/read.ts";
import { verifyLog } from "../../src/log/verify.ts";
import { packageRoot } from "../../src/package-root.ts";
import { rebuildProjections } from "../../src/projections/rebuild.ts";
import { saddlepoint } from "../cli/run-here.ts";
import { givenProjections } from "../projections/given-projections.ts";
import { loggedRows } from "./given-log.ts";

const { log, given, rows } = givenProjections();

const sha = (n: number): string => String(n).padStart(64, "0");
const event = (schemaVersion: number, n: number, payload: object, change: object = {}): NewEvent =>
  parseEvent(
    JSON.stringify({
      ...{ type: "RawFileRegistered", schemaVersion, lab: "lab", project: "study", subject: "A", session: 1 },
      ...{ source: "rig", sourceEventId: `raw:${n}`, payload: { sha256: sha(n), bytes: n, ...payload } },
      ...change,
    }),
    "tester",
  ).event;
const v1 = (n: number, place = `/rig/${n}.ppd`) => event(1, n, { place, format: "pyPhotometry" });
const v2 = (n: number, ...places: string[]) => event(2, n, { places, format: "pyPhotometry" });

test("what was written under version 1 is read as version 2, and the hashes of both hold", async () => {
  await given(v1(1), v2(2, "/rig/2.ppd", "s3://archive/2.ppd"));
  const pool = log.pool("reader");
  const stream = "lab/study/A/1";
  const read = await readStream(pool, { stream, limit: 10 });
  expect(read.map(({ schemaVersion, payload }) => [schemaVersion, payload])).toEqual([
    [1, { sha256: sha(1), bytes: 1, places: ["/rig/1.ppd"], format: "pyPhotometry" }],
    [2, { sha256: sha(2), bytes: 2, places: ["/rig/2.ppd", "s3://archive/2.ppd"], format: "pyPhotometry" }],
  ]);
  const written = await readStream(pool, { stream, limit: 10, asWritten: true });
  expect(written[0].payload).toEqual({
    sha256: sha(1),
    bytes: 1,
    place: "/rig/1.ppd",
    format: "pyPhotometry",
  });
  expect((await loggedRows(pool))[0].payload).toEqual(written[0].payload);
  expect(await loggedPayload(pool, "lab", "rig", "raw:1")).toEqual(read[0].payload);
  expect(await verifyLog(log.pool("migrator"), log.url)).toMatchObject({ isSound: true, head: 2 });
});

test("projections know the newest version alone, live and rebuilt", async () => {
  const expected = [
    { sha256: sha(1), place: "/rig/1.ppd", format: "pyPhotometry", from: 1, to: null },
    { sha256: sha(2), place: "/rig/2.ppd", format: "pyPhotometry", from: 2, to: null },
  ];
  expect(await rows("raw_file", "lab/study/A", "sha256, place, format")).toEqual(expected);
  expect(await rebuildProjections(log.pool("migrator", 6))).toMatchObject({ same: true });
  expect(await rows("raw_file", "lab/study/A", "sha256, place, format")).toEqual(expected);
});

test("the history is shown as it is read, and as it was written where that is asked for", async () => {
  const show = (...args: string[]) =>
    saddlepoint(log.url, "log", "show", "--stream", "lab/study/A/1", "--limit", "1", ...args);
  expect((await show()).stdout).toContain('"places":["/rig/1.ppd"]');
  expect((await show("--as-written")).stdout).toContain('"place": "/rig/1.ppd"'.replace(": ", ":"));
});

test("an event that is sent again under another version is the same one, unless it says something else", async () => {
  const pool = log.pool("ingest");
  const again = [{ position: 1, alreadyThere: true }];
  expect(await append(pool, [v1(1)])).toEqual(again);
  expect(await append(pool, [v2(1, "/rig/1.ppd")])).toEqual(again);
  // An old rig that resends what a newer one sent.
  await given(v2(3, "/rig/3.ppd"));
  expect(await append(pool, [v1(3)])).toEqual([{ position: 3, alreadyThere: true }]);
  const bulk = await appendBulk(pool, async function* () {
    yield { events: [v2(1, "/rig/1.ppd"), v1(3)] };
  });
  expect(bulk).toEqual({ appended: 0, alreadyThere: 2, lastPosition: null });

  const other = append(pool, [v2(1, "/rig/1.ppd", "/copy/1.ppd")]);
  await expect(other).rejects.toMatchObject({
    code: "EVENT_CONTENT_CONFLICT",
    place: { field: "payload.places", value: ["/rig/1.ppd", "/copy/1.ppd"] },
  });
  await expect(append(pool, [v1(2)])).rejects.toMatchObject({ code: "EVENT_CONTENT_CONFLICT" });
});

test("every old version has its contract still, and what it lets through becomes the newest", () => {
  const files = readdirSync(resolve(packageRoot, "schema/events"));
  expect(upcastTypes.map(({ type }) => type)).toContain("RawFileRegistered");
  const examples: Readonly<Record<string, readonly NewEvent[]>> = { RawFileRegistered: [v1(9)] };
  for (const { type, newest } of upcastTypes) {
    const stem = type.replace(/(?<=.)([A-Z])/g, "-$1").toLowerCase();
    for (let version = 1; version <= newest; version++) {
      expect(files).toContain(`${stem}.v${version}.json`);
      if (version === newest) continue;
      const old = examples[type]?.find(({ schemaVersion }) => schemaVersion === version);
      if (old === undefined) throw new Error(`this test has no example of ${type} version ${version}`);
      validateEvent(old);
      const payload = upcastPayload(type, version, old.payload as Record<string, unknown>);
      validateEvent({ ...old, schemaVersion: newest, payload } as NewEvent);
    }
  }
});

test("a contract's file names its own version", () => {
  for (const name of readdirSync(resolve(packageRoot, "schema/events"))) {
    const [, stem, version] = /^(.*)\.v(\d+)\.json$/.exec(name) ?? [];
    const { $id, title } = JSON.parse(readFileSync(resolve(packageRoot, "schema/events", name), "utf8"));
    expect($id).toBe(`saddlepoint:events/${stem}.v${version}`);
    expect(title.endsWith(`V${version}`)).toBe(true);
  }
});
