/** Responses worked by hand, from traces whose every sample is known. */
import { expect, test } from "vitest";
import { normalisedResponses } from "../../../src/science/dopamine/normalise.ts";
import { defaultResponseRules, responses } from "../../../src/science/dopamine/responses.ts";
import type { SnippetSet } from "../../../src/science/dopamine/snippet-set.ts";
import type { TrialTable } from "../../../src/science/trial-table.ts";

const RATE = 100;
const OFFSET_S = -0.5;
const N = 151;
const rules = { ...defaultResponseRules, averageSamples: 5 };

/** Traces of so much before the event and so much from 200 ms after it on. */
function set(
  alignment: SnippetSet["alignment"],
  traces: readonly (readonly [before: number, after: number])[],
): SnippetSet {
  const samples = new Float32Array(traces.length * N);
  traces.forEach(([before, after], k) => {
    for (let i = 0; i < N; i++) samples[k * N + i] = i < 70 ? before : after;
  });
  const row = Int32Array.from(traces, (_, k) => k);
  return { alignment, sampleRateHz: RATE, offsetS: OFFSET_S, nSamples: N, row, samples };
}

function trials(
  responseTimeS: readonly number[],
  sessions: readonly number[],
  outcome: readonly number[],
): TrialTable {
  const n = responseTimeS.length;
  return {
    nTrials: n,
    session: Int32Array.from(sessions),
    trial: Int32Array.from(sessions, (_, t) => t + 1),
    contrastLeft: new Float64Array(n),
    contrastRight: new Float64Array(n),
    choice: new Int8Array(n).fill(1),
    outcome: Int8Array.from(outcome),
    responseTimeS: Float64Array.from(responseTimeS),
    repeatNumber: new Int32Array(n),
    sessionBoundariesKnown: true,
  };
}

test("a stimulus response is the greatest mean of so many samples in 0.20–0.35 s, and the baseline 0.2 s before", () => {
  const given = set("stimulus", [[1, 3]]);
  // A single high sample within the window counts by a fifth; one outside does not.
  given.samples[80] = 8;
  given.samples[140] = 100;
  const found = responses(given, trials([0.8], [1], [1]), rules);
  expect(found.response[0]).toBeCloseTo((4 * 3 + 8) / 5, 6);
  expect(found.baseline[0]).toBeCloseTo(1, 6);
});

test("stimulus responses need a response time between 0.05 and 1.5 s, both exclusive", () => {
  const table = trials([0.05, 0.051, 1.499, 1.5, Number.NaN], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1]);
  const found = responses(set("stimulus", Array(5).fill([0, 1])), table, rules);
  expect(Array.from(found.response, Number.isNaN)).toEqual([true, false, false, true, true]);
});

test("choice and outcome responses are means over 0–0.3 and 0.2–0.6 s, whatever the response time", () => {
  const table = trials([9], [1], [1]);
  // 0 … 0.3 s: samples 50 … 80, of which 11 are high.
  expect(responses(set("choice", [[0, 1]]), table).response[0]).toBeCloseTo(11 / 31, 6);
  expect(responses(set("outcome", [[0, 1]]), table).response[0]).toBeCloseTo(1, 6);
});

test("responses are divided by peak − baseline of the session's rewarded zero-contrast trials", () => {
  const table = trials([0.8, 0.8, 0.8], [1, 1, 1], [1, 1, 0]);
  const traces = [
    [1, 3],
    [1, 5],
    [2, 4],
  ] as const;
  const { byAlignment, denominator, dropped } = normalisedResponses([set("outcome", traces)], table, rules);
  // Peaks of the mean trace: (3 + 5)/2 − 1 = 3.
  expect(denominator.get(1)?.size).toBeCloseTo(3, 6);
  // The two trials rise by 2 and 4: a variance of 2, of their mean 1, over 3².
  expect(denominator.get(1)?.relativeVariance).toBeCloseTo(1 / 9, 6);
  const found = byAlignment.get("outcome")?.response ?? [];
  expect([...found].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([0.666667, 1.333333, 0.666667]);
  expect(dropped).toEqual([]);
});

test("a session whose denominator is not above 0, or that has no such trial, is dropped with its reason", () => {
  const table = trials([0.8, 0.8], [1, 2], [1, 0]);
  const { byAlignment, dropped } = normalisedResponses(
    [
      set("outcome", [
        [3, 1],
        [0, 1],
      ]),
    ],
    table,
    rules,
  );
  expect(dropped.map(({ session, code }) => [session, code])).toEqual([
    [1, "DENOMINATOR_NOT_POSITIVE"],
    [2, "NO_REWARDED_ZERO_CONTRAST"],
  ]);
  expect(Array.from(byAlignment.get("outcome")?.response ?? [], Number.isNaN)).toEqual([true, true]);
});
