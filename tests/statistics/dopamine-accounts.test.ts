/**
 * Partial against total prediction error, where the truth is known: the share of decisions, and of wrong ones, over
 * single-trial R² and numbers of trials (1, 5 and 25 sessions of 200), for mice of SCIENCE §6. Noise is white, of
 * heavy tails, larger after good outcomes, forgets itself slowly, or drifts: within sessions that begin anew, as
 * recordings do, in waves as the simulated sensor's, or on and on. R² is that of the noise as drawn, drift included.
 */
import { expect, test } from "vitest";
import { compareAccounts, defaultComparison } from "../../src/science/dopamine/compare-accounts.ts";
import { decisiveLogRatio } from "../../src/science/dopamine/decisive-ratio.ts";
import { networkValues } from "../../src/science/dopamine/network-values.ts";
import { dot } from "../../src/science/dopamine/regression.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { type Random, seededRandom } from "../../src/science/random.ts";
import { sessionStarts } from "../../src/science/trial-table.ts";

const isFull = process.env.TEST_FULL === "1";
const MICE = isFull ? 200 : 25;
const rule = "tutor-executor";
const mice = [...simulateCohort({ rule, mice: MICE, seed: 4 })].map((mouse) => ({
  starts: [...sessionStarts(mouse.trials), mouse.trials.nTrials],
  values: networkValues(mouse.trials, { source: "refit", rule, parameters: mouse.parameters }),
}));

type Noise = "white" | "heavy" | "unequal" | "forgetful" | "drifting in sessions" | "wavy" | "drifting";

const TRIALS = 200;
const MEMORY = 0.7;
/** SD of a drift's step from trial to trial, over that of the white noise. */
const DRIFT = 0.1;

function noise(kind: Noise, random: Random): (error: number, t: number) => number {
  let level = 0;
  const phase = 2 * Math.PI * random.uniform();
  return (error, t) => {
    const e = random.normal();
    switch (kind) {
      case "white":
        return e;
      case "unequal":
        return e * (error > 0 ? 1.4 : 0.6);
      case "heavy":
        return e / Math.sqrt(random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2);
      case "forgetful":
        level = MEMORY * level + Math.sqrt(1 - MEMORY ** 2) * e;
        return level;
      case "wavy":
        return e + Math.sin(phase + (2 * Math.PI * t) / 66);
      default:
        if (kind === "drifting in sessions" && t % TRIALS === 0) level = 0;
        level += DRIFT * random.normal();
        return e + level;
    }
  };
}

/**
 * Whether one who knows the noise and the coupling, up to the response's mean, decides by the same rule: no test from the
 * response alone can tell more. Null for noise that is neither white nor drifts.
 */
function isKnowable(
  kind: Noise,
  sd: number,
  response: Float64Array,
  partial: Float64Array,
  total: Float64Array,
) {
  const isKnown = kind === "white" || kind === "forgetful" || kind.startsWith("drifting");
  if (!isKnown) return null;
  const whitened = (column: Float64Array) => {
    if (kind === "white") return column;
    if (kind === "forgetful") {
      const left = Math.sqrt(1 - MEMORY ** 2);
      return column.map((value, t) => (t === 0 ? value : (value - MEMORY * column[t - 1]) / left));
    }
    let level = 0;
    let variance = 0;
    return column.map((value, t) => {
      if (kind === "drifting in sessions" && t % TRIALS === 0) level = variance = 0;
      variance += DRIFT ** 2;
      const error = value - level;
      const gain = variance / (variance + 1);
      level += gain * error;
      variance *= 1 - gain;
      return error / Math.sqrt(1 + variance / (1 - gain));
    });
  };
  const one = whitened(new Float64Array(response.length).fill(1));
  const squares = (from: Float64Array, less: Float64Array) => {
    const rest = whitened(from.map((value, t) => value - less[t]));
    return (dot(rest, rest) - dot(rest, one) ** 2 / dot(one, one)) / sd ** 2;
  };
  const logRatio = (squares(response, total) - squares(response, partial)) / 2;
  return Math.abs(logRatio) >= decisiveLogRatio(squares(partial, total));
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

/** Few of a cell's decisions are made where trials are few: there each mouse is asked more often. */
const repeatsOf = (sessions: number) => (!isFull ? 1 : sessions === 1 ? 20 : sessions === 5 ? 6 : 2);

interface Cell {
  readonly asked: number;
  readonly decided: number;
  readonly wrong: number;
  /** Of those asked, what one who knew noise and coupling would decide; null for noise that is not so simple. */
  readonly knowable: number | null;
}

function cellOf(kind: Noise, rSquared: number, sessions: number): Cell {
  const random = seededRandom(7)
    .child(sessions)
    .child(Math.round(rSquared * 100));
  const cell = { asked: 0, decided: 0, wrong: 0, knowable: 0 as number | null };
  for (const { starts, values } of mice) {
    for (let k = 0; k < 2 * repeatsOf(sessions); k++) {
      const truth = k % 2 === 0 ? "partial" : "total";
      const first = random.integer(starts.length - sessions);
      const from = starts[first];
      const to = starts[first + sessions];
      const cut = (column: Float64Array) => column.slice(from, to);
      const error = cut(truth === "partial" ? values.stimulusError : values.totalError);
      const drawn = error.map(noise(kind, random));
      const scale = Math.sqrt((varianceOf(error) * (1 - rSquared)) / rSquared / varianceOf(drawn));
      const response = error.map((value, t) => value + scale * drawn[t]);
      const accounts = [cut(values.stimulusError), cut(values.totalError)] as const;
      const found = compareAccounts(
        response,
        ...accounts,
        Int32Array.from(starts.slice(first, first + sessions + 1), (start) => start - from),
        random,
        { ...defaultComparison, bootstraps: 2 },
      );
      cell.asked++;
      const knowable = isKnowable(kind, scale, response, ...accounts);
      if (knowable === null || cell.knowable === null) cell.knowable = null;
      else if (knowable) cell.knowable++;
      if (found.decided === "undecided") continue;
      cell.decided++;
      if (found.decided !== truth) cell.wrong++;
    }
  }
  return cell;
}

/** P(X ≥ k) of a binomial count. */
function atLeast(k: number, n: number, p: number): number {
  let term = (1 - p) ** n;
  let below = 0;
  for (let i = 0; i < k; i++) {
    below += term;
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return 1 - below;
}

const kinds: readonly Noise[] = isFull
  ? ["white", "heavy", "unequal", "forgetful", "drifting in sessions", "wavy", "drifting"]
  : ["white", "forgetful", "drifting"];

test.each(kinds)(
  "of %s noise at most 2 % of the decisions are wrong in any cell, and what can be known is decided",
  (kind) => {
    const cells: Cell[] = [];
    for (const rSquared of [0.02, 0.05, 0.2]) {
      for (const sessions of [1, 5, 25]) {
        const cell = cellOf(kind, rSquared, sessions);
        cells.push(cell);
        if (isFull) console.log(kind, rSquared, sessions * TRIALS, JSON.stringify(cell));
        // No more than 2 % as far as so many decisions can tell.
        expect(atLeast(cell.wrong, cell.decided, 0.02)).toBeGreaterThan(0.02);
        if (rSquared !== 0.2 || sessions !== 25) continue;
        if (isFull) expect(cell.decided / cell.asked).toBeGreaterThanOrEqual(0.9);
        // Of few mice, 90 % as far as they can tell.
        else expect(atLeast(cell.asked - cell.decided, cell.asked, 0.1)).toBeGreaterThan(0.02);
        if (cell.knowable !== null) expect(cell.decided).toBeGreaterThanOrEqual(0.97 * cell.knowable);
      }
    }
    const sum = (of: (cell: Cell) => number) => cells.reduce((total, cell) => total + of(cell), 0);
    expect(sum(({ wrong }) => wrong)).toBeLessThanOrEqual(0.02 * sum(({ decided }) => decided));
  },
  1_800_000,
);
