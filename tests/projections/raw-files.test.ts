import { expect, test } from "vitest";
import type { NewEvent, Payloads } from "../../src/events/new-event.ts";
import { givenProjections } from "./given-projections.ts";

const { given, when, rows } = givenProjections();
const SHA = "0f".repeat(32);
const at = {
  subject: "A",
  session: 2,
  schemaVersion: 1,
  lab: "lab",
  project: "study",
  source: "rig",
} as const;
const common = { ...at, occurredAt: null, actor: "tester" } as const;

function rawFile(id: string, payload: Payloads["RawFileRegistered"]): NewEvent<"RawFileRegistered"> {
  return { ...common, schemaVersion: 2, type: "RawFileRegistered", sourceEventId: id, payload };
}

test("a raw file is known by its SHA-256; a later place stands in for the earlier", async () => {
  const big = 3_000_000_000_000;
  const [first] = await given(
    rawFile("r1", { sha256: SHA, bytes: big, places: ["/rig/a.ppd"], format: "pyPhotometry" }),
  );
  const [second] = await when(
    rawFile("r2", { sha256: SHA, bytes: big, places: ["s3://archive/a.ppd", "/rig/a.ppd"] }),
  );
  expect(await rows("raw_file", "lab/study/A", "session, sha256, bytes::text, place, format")).toEqual([
    {
      session: 2,
      sha256: SHA,
      bytes: String(big),
      place: "/rig/a.ppd",
      format: "pyPhotometry",
      from: first,
      to: second,
    },
    {
      session: 2,
      sha256: SHA,
      bytes: String(big),
      place: "s3://archive/a.ppd",
      format: null,
      from: second,
      to: null,
    },
  ]);
});

test("a quality notice keeps measures, undefined ones as null, and warnings; it ends with its session", async () => {
  const payload = {
    notice: "photometry-1",
    rawSha256: SHA,
    measures: { noiseSd: 0.5, ttlResidualS: null },
    warnings: ["x"],
  };
  const [noted] = await given({ ...common, type: "QualityNoted", sourceEventId: "q1", payload });
  const [voided] = await when({
    ...common,
    type: "SessionVoided",
    sourceEventId: "v1",
    payload: { reason: "wrong mouse" },
  });
  expect(await rows("quality_notice", "lab/study/A", "notice, preprocessing, measures, warnings")).toEqual([
    {
      notice: "photometry-1",
      preprocessing: null,
      measures: payload.measures,
      warnings: ["x"],
      from: noted,
      to: voided,
    },
  ]);
});
