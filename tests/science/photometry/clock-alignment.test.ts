import { describe, expect, test } from "vitest";
import { SaddlepointError } from "../../../src/errors.ts";
import { alignClocks, toRecordingTime } from "../../../src/science/photometry/clock-alignment.ts";
import { seededRandom } from "../../../src/science/random.ts";

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof SaddlepointError) return error.code;
    throw error;
  }
  return "none";
}

/** Pulses at irregular intervals of 2 to 8 s. */
function pulses(seed: number, n: number): Float64Array {
  const random = seededRandom(seed);
  let at = 0;
  return Float64Array.from({ length: n }, () => {
    at += 2 + 6 * random.uniform();
    return at;
  });
}

describe("clock alignment", () => {
  test("finds a known shift and drift through jitter, missing and foreign pulses", () => {
    const rigS = pulses(1, 400);
    const random = seededRandom(2);
    const seen = rigS.filter((_, i) => i > 2 && i % 17 !== 5);
    const recordingS = Float64Array.from([
      ...seen.map((t) => 31.25 + 1.00012 * t + 0.0004 * random.normal()),
      ...Array.from({ length: 30 }, () => 2_000 * random.uniform()),
    ]).sort();
    const found = alignClocks(rigS, recordingS);
    expect(found.driftPpm).toBeCloseTo(120, 0);
    expect(Math.abs(toRecordingTime(found, 1_000) - (31.25 + 1_000.12))).toBeLessThan(1e-4);
    expect(found.nMatched).toBeGreaterThanOrEqual(seen.length);
    expect(found.nMatched).toBeLessThanOrEqual(seen.length + 2);
    expect(found.residualS).toBeLessThan(0.003);
  });

  test("a drift of 300 ppm over two hours moves pulses by seconds and is followed", () => {
    const rigS = pulses(3, 1_400);
    const found = alignClocks(
      rigS,
      rigS.map((t) => 5 + 1.0003 * t),
    );
    expect(found).toMatchObject({ nMatched: 1_400, nUnmatchedRig: 0, nUnmatchedRecording: 0 });
    expect(found.residualS).toBeLessThan(1e-9);
  });

  test("pulses of another session are refused", () => {
    expect(codeOf(() => alignClocks(pulses(4, 200), pulses(5, 200)))).toBe("CLOCKS_NOT_ALIGNED");
  });

  test("perfectly regular pulses are refused as ambiguous, too few as too few", () => {
    const regular = Float64Array.from({ length: 100 }, (_, i) => i);
    expect(codeOf(() => alignClocks(regular, regular))).toBe("CLOCKS_AMBIGUOUS");
    expect(codeOf(() => alignClocks(regular.subarray(0, 3), regular))).toBe("CLOCKS_TOO_FEW_PULSES");
  });

  test("a clock that is 1,000 ppm off is refused, not believed", () => {
    const rigS = pulses(6, 200);
    expect(
      codeOf(() =>
        alignClocks(
          rigS,
          rigS.map((t) => 1.001 * t),
        ),
      ),
    ).toBe("CLOCKS_NOT_ALIGNED");
  });
});
