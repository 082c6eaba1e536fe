import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatInstant, parseInstant } from "../../src/events/instant.ts";

describe("an instant is read in microseconds since 1970", () => {
  // Epoch seconds worked out by `date -u -d … +%s`.
  test.each([
    ["1970-01-01T00:00:00Z", 0],
    ["2026-03-01T09:30:00Z", 1_772_357_400_000_000],
    ["2026-03-01T09:30:00.5Z", 1_772_357_400_500_000],
    ["2026-03-01T09:30:00.000001Z", 1_772_357_400_000_001],
    ["2026-03-01T09:30:00.123456+00:00", 1_772_357_400_123_456],
    ["2026-03-01T10:30:00+01:00", 1_772_357_400_000_000],
    ["2026-02-28T23:45:00-09:45", 1_772_357_400_000_000],
    ["2024-02-29T00:00:00Z", 1_709_164_800_000_000],
    ["1969-12-31T23:59:59.5Z", -500_000],
    ["1969-12-31T23:59:59.999999Z", -1],
    ["1900-01-01T00:00:00Z", -2_208_988_800_000_000],
    ["2199-12-31T23:59:59.999999Z", 7_258_118_399_999_999],
  ])("%s", (text, microseconds) => {
    expect(parseInstant(text)).toBe(microseconds);
  });
});

describe("what is no instant is null", () => {
  test.each([
    "2026-02-30T00:00:00Z",
    "2025-02-29T00:00:00Z",
    "2026-04-31T12:00:00+02:00",
    "2026-13-01T00:00:00Z",
    "2026-00-10T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-01T25:00:00Z",
    "2026-01-01T00:60:00Z",
    "2026-01-01T00:00:61Z",
    "2026-01-01T00:00:00",
    "2026-01-01 00:00:00Z",
    "2026-01-01",
    "2026-01-01T00:00:00.1234567Z",
    "2026-01-01T00:00:00.Z",
    "2026-01-01T00:00:00z",
    "2026-01-01T00:00:00+0100",
    "2026-01-01T00:00:00+99:00",
    "1899-12-31T23:59:59Z",
    "2200-01-01T00:00:00Z",
    " 2026-01-01T00:00:00Z",
    "",
    1_772_357_400,
    null,
    undefined,
    new Date(),
  ])("%s", (value) => {
    expect(parseInstant(value)).toBeNull();
  });
});

test("an instant is written in UTC with six decimals", () => {
  expect(formatInstant(1_772_357_400_000_001)).toBe("2026-03-01T09:30:00.000001Z");
  expect(formatInstant(0)).toBe("1970-01-01T00:00:00.000000Z");
  expect(formatInstant(-1)).toBe("1969-12-31T23:59:59.999999Z");
});

test("what is written reads back as itself, to the microsecond, from 1900 to 2199", () => {
  fc.assert(
    fc.property(fc.integer({ min: -2_208_988_800_000_000, max: 7_258_118_399_999_999 }), (microseconds) => {
      expect(parseInstant(formatInstant(microseconds))).toBe(microseconds);
    }),
  );
});
