import { describe, expect, test } from "vitest";
import type { NewEvent } from "../../src/events/new-event.ts";
import { validateEvent } from "../../src/events/validate.ts";
import { failureOf } from "./failure-of.ts";
import {
  labRegistered,
  projectRegistered,
  sessionStarted,
  subjectRegistered,
  trial,
} from "./given-events.ts";

const good: readonly NewEvent[] = [
  labRegistered({ name: "Motor Lab – Zürich" }),
  projectRegistered({ title: "How mice learn" }),
  subjectRegistered("M1", { sex: "female", birthDate: "2024-02-29", nonDecisionTimeS: 0, simulated: false }),
  sessionStarted("M1", 1, { startedAt: "2026-03-01T09:30:00+01:00", rig: "box 3", boundariesKnown: true }),
  trial("M1", 1, 1, { contrastLeft: 1, contrastRight: 0, choice: "no-go", outcome: "incorrect" }),
  trial("M1", 1_000_000, 1_000_000, { responseTimeS: 86_400, rewardVolumeUl: 0, repeatNumber: 0 }),
  trial("M1", 1, 1, {}, { occurredAt: "2026-03-01T09:30:00.123456Z" }),
  trial("a.b-c_d", 1, 1, {}, { lab: "9", sourceEventId: "x".repeat(300) }),
];

test.each(good.map((event) => [event.type, event] as const))("a right %s passes", (_type, event) => {
  expect(() => validateEvent(event)).not.toThrow();
});

/** What untyped callers can hand in: fields are replaced as they stand. */
function bad(change: Readonly<Record<string, unknown>>): NewEvent {
  return { ...trial("M1", 1, 1), ...change } as NewEvent;
}

function badTrial(payload: Readonly<Record<string, unknown>>): NewEvent {
  return bad({ payload: { ...trial("M1", 1, 1).payload, ...payload } });
}

const without = (field: string): NewEvent => {
  const payload: Record<string, unknown> = { ...trial("M1", 1, 1).payload };
  delete payload[field];
  return bad({ payload });
};

describe("a wrong event is refused with code, field and value", () => {
  test.each<[string, NewEvent, string, string, unknown]>([
    ["unknown type", bad({ type: "TrialDreamt" }), "UNKNOWN_EVENT_TYPE", "type", "TrialDreamt"],
    ["a type that every object has", bad({ type: "toString" }), "UNKNOWN_EVENT_TYPE", "type", "toString"],
    ["no type", bad({ type: undefined }), "UNKNOWN_EVENT_TYPE", "type", undefined],
    ["a version of the future", bad({ schemaVersion: 2 }), "UNKNOWN_SCHEMA_VERSION", "schemaVersion", 2],
    ["version 0", bad({ schemaVersion: 0 }), "UNKNOWN_SCHEMA_VERSION", "schemaVersion", 0],
    ["half a version", bad({ schemaVersion: 0.5 }), "UNKNOWN_SCHEMA_VERSION", "schemaVersion", 0.5],
    ["a version in words", bad({ schemaVersion: "1" }), "UNKNOWN_SCHEMA_VERSION", "schemaVersion", "1"],
    ["no lab", bad({ lab: undefined }), "INVALID_EVENT", "lab", undefined],
    ["an empty lab", bad({ lab: "" }), "INVALID_EVENT", "lab", ""],
    ["a lab that looks like a path", bad({ lab: "a/b" }), "INVALID_EVENT", "lab", "a/b"],
    ["a project that climbs", bad({ project: ".." }), "INVALID_EVENT", "project", ".."],
    ["a subject with a space", bad({ subject: "M 1" }), "INVALID_EVENT", "subject", "M 1"],
    ["a subject with a line end", bad({ subject: "M1\n" }), "INVALID_EVENT", "subject", "M1\n"],
    ["a subject of 65", bad({ subject: "m".repeat(65) }), "INVALID_EVENT", "subject", "m".repeat(65)],
    ["a subject that is a number", bad({ subject: 7 }), "INVALID_EVENT", "subject", 7],
    ["no session", bad({ session: undefined }), "INVALID_EVENT", "session", undefined],
    ["session 0", bad({ session: 0 }), "INVALID_EVENT", "session", 0],
    ["session 1.5", bad({ session: 1.5 }), "INVALID_EVENT", "session", 1.5],
    ["session in words", bad({ session: "1" }), "INVALID_EVENT", "session", "1"],
    ["a session beyond every mouse", bad({ session: 1_000_001 }), "INVALID_EVENT", "session", 1_000_001],
    ["no source", bad({ source: "" }), "INVALID_EVENT", "source", ""],
    [
      "an id of 301",
      bad({ sourceEventId: "x".repeat(301) }),
      "INVALID_EVENT",
      "sourceEventId",
      "x".repeat(301),
    ],
    ["an id with NUL", bad({ sourceEventId: "a\u0000" }), "INVALID_EVENT", "sourceEventId", "a\u0000"],
    ["half a character", bad({ actor: "\ud83d" }), "INVALID_EVENT", "actor", "\ud83d"],
    ["occurredAt left out", bad({ occurredAt: undefined }), "INVALID_EVENT", "occurredAt", undefined],
    [
      "no offset",
      bad({ occurredAt: "2026-03-01T09:30:00" }),
      "INVALID_EVENT",
      "occurredAt",
      "2026-03-01T09:30:00",
    ],
    ["no payload", bad({ payload: undefined }), "INVALID_EVENT", "payload", undefined],
    ["a list for a payload", bad({ payload: [] }), "INVALID_EVENT", "payload", []],
    [
      "a field that nobody knows",
      badTrial({ contrastleft: 0.5 }),
      "INVALID_EVENT",
      "payload.contrastleft",
      undefined,
    ],
    ["no choice", without("choice"), "INVALID_EVENT", "payload.choice", undefined],
    ["a third choice", badTrial({ choice: "up" }), "INVALID_EVENT", "payload.choice", "up"],
    ["contrast in percent", badTrial({ contrastRight: 50 }), "INVALID_EVENT", "payload.contrastRight", 50],
    ["a negative contrast", badTrial({ contrastLeft: -0.5 }), "INVALID_EVENT", "payload.contrastLeft", -0.5],
    [
      "contrast NaN",
      badTrial({ contrastLeft: Number.NaN }),
      "INVALID_EVENT",
      "payload.contrastLeft",
      Number.NaN,
    ],
    ["a number in words", badTrial({ contrastLeft: "0.5" }), "INVALID_EVENT", "payload.contrastLeft", "0.5"],
    ["null for unknown", badTrial({ outcome: null }), "INVALID_EVENT", "payload.outcome", null],
    ["response time 0", badTrial({ responseTimeS: 0 }), "INVALID_EVENT", "payload.responseTimeS", 0],
    [
      "response time without end",
      badTrial({ responseTimeS: Number.POSITIVE_INFINITY }),
      "INVALID_EVENT",
      "payload.responseTimeS",
      Number.POSITIVE_INFINITY,
    ],
    ["trial 0", badTrial({ trial: 0 }), "INVALID_EVENT", "payload.trial", 0],
    ["half a trial", badTrial({ trial: 1.5 }), "INVALID_EVENT", "payload.trial", 1.5],
    ["a block with NUL", badTrial({ block: "a\u0000b" }), "INVALID_EVENT", "payload.block", "a\u0000b"],
    [
      "a birthday that never was",
      subjectRegistered("M1", { birthDate: "2026-02-30" }),
      "INVALID_EVENT",
      "payload.birthDate",
      "2026-02-30",
    ],
    [
      "a start without its offset",
      sessionStarted("M1", 1, { startedAt: "2026-03-01T09:30:00" }),
      "INVALID_EVENT",
      "payload.startedAt",
      "2026-03-01T09:30:00",
    ],
  ])("%s", async (_what, event, code, field, value) => {
    const error = await failureOf(() => validateEvent(event, { file: "day.csv", line: 7 }));
    expect(error.code).toBe(code);
    expect(error.place).toEqual({ file: "day.csv", line: 7, field, value });
    expect(error.remedy).toMatch(/^[A-Z].*\.$/);
  });
});

test("the remedy for a wrong choice lists the right ones; for an unknown field, the known ones", async () => {
  const choice = await failureOf(() => validateEvent(badTrial({ choice: "up" })));
  expect(choice.message).toContain("left, right, no-go");
  const field = await failureOf(() => validateEvent(badTrial({ contrastleft: 0.5 })));
  expect(field.remedy).toContain("contrastLeft");
  const type = await failureOf(() => validateEvent(bad({ type: "TrialDreamt" })));
  expect(type.remedy).toContain("TrialRecorded");
});
