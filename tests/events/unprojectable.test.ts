import { expect, test } from "vitest";
import type { NewEvent } from "../../src/events/new-event.ts";
import { validateEvent } from "../../src/events/validate.ts";
import { sessionStarted, subjectRegistered } from "./given-events.ts";

/*
 * What the boundary lets through and a projection cannot use would block its stream: so the boundary must know
 * PostgreSQL's limits where they are narrower than the contract's formats.
 */
const code = (event: NewEvent) => {
  try {
    validateEvent(event);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const cohort = (filter: Record<string, unknown>): NewEvent => ({
  ...subjectRegistered("A"),
  type: "CohortDefined",
  payload: { cohort: "c", filter },
});

test.each([
  "0000-01-01T00:00:00Z",
  "2026-03-01T09:30:00+23:00",
  "2026-03-01T09:30:00+16:00",
  "2026-06-30T23:59:60Z",
  "2026-02-30T09:30:00Z",
  "2026-03-01 09:30:00Z",
  "2026-03-01T09:30:00",
])("the time %s is refused in a payload as it is in the envelope", (time) => {
  expect(code(sessionStarted("A", 1, { startedAt: time }))).toBe("INVALID_EVENT");
  expect(code(sessionStarted("A", 1, {}, { occurredAt: time }))).toBe("INVALID_EVENT");
});

test.each(["2026-03-01T09:30:00Z", "2026-03-01T09:30:00.123456+14:00", "1999-12-31T23:59:59-09:30"])(
  "the time %s is taken in both",
  (time) => {
    expect(code(sessionStarted("A", 1, { startedAt: time }, { occurredAt: time }))).toBeNull();
  },
);

test("a birth date is a day of the calendar", () => {
  for (const day of ["0000-01-01", "2026-02-29", "2026-13-01", "12026-01-01"]) {
    expect(code(subjectRegistered("A", { birthDate: day })), day).toBe("INVALID_EVENT");
  }
  expect(code(subjectRegistered("A", { birthDate: "2024-02-29" }))).toBeNull();
});

test("keys of free objects, like values, hold no NUL and no half characters, and numbers are finite", () => {
  for (const filter of [
    { "a\u0000": 1 },
    { "\ud800": 1 },
    { deep: [{ "x\u0000y": 1 }] },
    { text: "\udfff" },
    { huge: Number.POSITIVE_INFINITY },
    { deep: { list: [Number.NEGATIVE_INFINITY] } },
  ]) {
    expect(code(cohort(filter)), JSON.stringify(filter)).toBe("INVALID_EVENT");
  }
  expect(code(cohort({ ключ: "значение", "🐭": [1e308, -0] }))).toBeNull();
});
