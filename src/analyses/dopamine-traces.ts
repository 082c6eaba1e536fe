import type pg from "pg";
import { fetchChosenTraces } from "../read/chosen-traces.ts";
import type { Db } from "../read/database.ts";
import { fetchRunStates } from "../read/run-states.ts";
import { fetchSegments } from "../read/segments.ts";
import { type SnippetSelection, streamTraces } from "../read/snippets.ts";
import { type FibreSums, fetchTraceSums } from "../read/trace-sums.ts";
import { fetchTrialInput, fetchTrialSessions, type TrialInput } from "../read/trial-table.ts";
import type { ChosenTraces, TraceGrid } from "../science/dopamine/choose-traces.ts";
import { kindOfTrial, type TrialKind } from "../science/dopamine/condition-sums.ts";
import { type MeanTrace, type TraceSums, traceSums } from "../science/dopamine/mean-traces.ts";
import { isOnGrid } from "../science/dopamine/snippet-set.ts";
import { CHOICE_LEFT, CHOICE_RIGHT, OUTCOME_CORRECT, OUTCOME_INCORRECT } from "../science/trial-table.ts";
import { wantedOf } from "./registry.ts";
import { traceSumsAnalysis } from "./trace-sums.ts";

/** What trials can be told apart by. Stages are fifths of the sessions; strategies are those of the segments. */
export const traceConditions = ["contrast", "side", "choice", "outcome", "stage", "strategy"] as const;

export type TraceCondition = (typeof traceConditions)[number];

export interface MeanTraces {
  readonly nSnippets: number;
  /** Of the samples, for example z or dF/F. */
  readonly units: string;
  readonly grid: TraceGrid;
  /** Seconds since the event, T. */
  readonly timeS: Float64Array;
  readonly traces: readonly MeanTrace[];
}

/** Words of a condition that a trial does not have: its outcome is not known, or no segment holds it. */
const UNKNOWN = "unknown";
const STAGES = 5;

/**
 * Mean traces of a fibre by any conditions together, over one choice of its traces (chooseTraces). Sums that are kept
 * (trace-sums) answer alone where they are of the present data. Else they answer for the sessions that have not changed
 * since and of which the same traces are chosen, and the rest is read in one pass over its bytes; so are all sessions
 * where strategies are asked for, since their segments begin within sessions. A condition that is named twice counts
 * once. Null where there is none.
 */
export async function meanTraces(
  pool: pg.Pool,
  db: Db,
  selection: SnippetSelection,
  conditions: readonly TraceCondition[],
  fetchInput: (home: string) => Promise<TrialInput | null> = (home) => fetchTrialInput(db, home),
): Promise<MeanTraces | null> {
  const { home } = selection;
  const by = [...new Set(conditions)];
  const [kept, isComplete] = by.includes("strategy")
    ? [null, false]
    : await Promise.all([fetchTraceSums(db, selection), areSumsPresent(db, home)]);
  if (isComplete) {
    if (kept === null) return null;
    const sessions = by.includes("stage") ? await fetchTrialSessions(db, home) : [];
    return answerOf(kept.chosen, sumsOf(kept, namesOfConditions(by, sessions)));
  }
  const input = await fetchInput(home);
  if (input === null) return null;
  const { trials } = input;
  const chosen = (await fetchChosenTraces(pool, selection, trials)).get(selection.alignment);
  if (chosen === undefined) return null;
  const nameOf = namesOfConditions(by, [...new Set(trials.session)]);
  const usable = kept && sumsOfChoice(kept, chosen);
  const sums = usable === null ? traceSums(chosen.grid.nSamples) : sumsOf(usable, nameOf);
  const summed = new Set(usable?.sums.map(({ session }) => session));
  const rest = new Map([...chosen.preprocessings].filter(([session]) => !summed.has(session)));
  if (rest.size > 0) {
    const strategyOf = by.includes("strategy") ? await strategies(db, home) : () => UNKNOWN;
    const names = Array.from({ length: trials.nTrials }, (_, t) =>
      nameOf(kindOfTrial(trials, t), strategyOf(trials.session[t], trials.trial[t])),
    );
    const trace = new Float32Array(chosen.grid.nSamples);
    // A driver's buffer need not be aligned.
    const own = new Uint8Array(trace.buffer);
    await streamTraces(pool, selection, { ...chosen, preprocessings: rest }, trials, (row, bytes) => {
      own.set(bytes);
      sums.add(names[row], trials.session[row], trace);
    });
  }
  return answerOf(chosen, sums);
}

/** Whether the sums that are kept are of the present data, of all of them. */
async function areSumsPresent(db: Db, home: string): Promise<boolean> {
  const [state] = await fetchRunStates(db, [wantedOf(traceSumsAnalysis.name)], [home]);
  return state?.answer?.state === "succeeded" && state.answer.isPresent;
}

/** The sums of sessions of which the same traces are chosen; null where there is none. */
function sumsOfChoice(kept: FibreSums, chosen: ChosenTraces): FibreSums | null {
  const { units, grid, preprocessings } = kept.chosen;
  if (units !== chosen.units || !isOnGrid(grid, chosen.grid)) return null;
  const sums = kept.sums.filter(
    ({ session }) =>
      JSON.stringify(preprocessings.get(session)) === JSON.stringify(chosen.preprocessings.get(session)),
  );
  return sums.length === 0 ? null : { ...kept, sums };
}

function sumsOf({ chosen, sums }: FibreSums, nameOf: ReturnType<typeof namesOfConditions>): TraceSums {
  const all = traceSums(chosen.grid.nSamples);
  for (const sum of sums) all.addSum(nameOf(sum, UNKNOWN), sum.session, sum);
  return all;
}

function answerOf({ units, grid }: ChosenTraces, sums: TraceSums): MeanTraces | null {
  const traces = sums.means();
  if (traces.length === 0) return null;
  return {
    nSnippets: traces.reduce((n, { nTrials }) => n + nTrials, 0),
    units,
    grid,
    timeS: Float64Array.from({ length: grid.nSamples }, (_, i) => grid.offsetS + i / grid.sampleRateHz),
    traces,
  };
}

/** Names what a trial has of the conditions, such as "contrast 0.5, outcome correct". */
function namesOfConditions(
  by: readonly TraceCondition[],
  sessions: readonly number[],
): (kind: TrialKind, strategy: string) => string {
  const stageOf = new Map(
    sessions.map((session, s) => [session, 1 + Math.floor((s * STAGES) / sessions.length)]),
  );
  const value: Readonly<Record<TraceCondition, (kind: TrialKind, strategy: string) => string>> = {
    contrast: ({ contrast }) => `${contrast}`,
    side: ({ contrast }) => sideWord(contrast),
    choice: ({ choice }) => (choice === CHOICE_LEFT ? "left" : choice === CHOICE_RIGHT ? "right" : "no-go"),
    outcome: ({ outcome }) =>
      outcome === OUTCOME_CORRECT ? "correct" : outcome === OUTCOME_INCORRECT ? "incorrect" : UNKNOWN,
    stage: ({ session }) => `${stageOf.get(session)}`,
    strategy: (_, strategy) => strategy,
  };
  return (kind, strategy) =>
    by.length === 0 ? "all trials" : by.map((name) => `${name} ${value[name](kind, strategy)}`).join(", ");
}

function sideWord(contrast: number): string {
  return contrast < 0 ? "left" : contrast > 0 ? "right" : "none";
}

async function strategies(db: Db, home: string): Promise<(session: number, trial: number) => string> {
  const segments = (await fetchSegments(db, [home])).get(home) ?? [];
  return (session, trial) =>
    segments.find(
      (s) =>
        (session > s.firstSession || (session === s.firstSession && trial >= s.firstTrial)) &&
        (session < s.lastSession || (session === s.lastSession && trial <= s.lastTrial)),
    )?.strategy ?? UNKNOWN;
}
