import type pg from "pg";
import type { Db } from "../read/database.ts";
import { fetchSegments } from "../read/segments.ts";
import { type SnippetGrid, type SnippetSelection, streamSnippets, trialRows } from "../read/snippets.ts";
import { fetchTrialInput, type TrialInput } from "../read/trial-table.ts";
import { type MeanTrace, type TraceSums, traceSums } from "../science/dopamine/mean-traces.ts";
import {
  CHOICE_LEFT,
  CHOICE_RIGHT,
  OUTCOME_CORRECT,
  OUTCOME_INCORRECT,
  signedContrast,
  type TrialTable,
} from "../science/trial-table.ts";

/** What trials can be told apart by. Stages are fifths of the sessions; strategies are those of the segments. */
export const traceConditions = ["contrast", "side", "choice", "outcome", "stage", "strategy"] as const;

export type TraceCondition = (typeof traceConditions)[number];

export interface MeanTraces {
  readonly nSnippets: number;
  readonly grid: SnippetGrid;
  /** Seconds since the event, T. */
  readonly timeS: Float64Array;
  readonly traces: readonly MeanTrace[];
}

/** Words of a condition that a trial does not have: its outcome is not known, or no segment holds it. */
const UNKNOWN = "unknown";
const STAGES = 5;

/**
 * Mean traces of a fibre by any conditions together, in one pass over the samples' bytes. Snippets on another grid
 * than the first one's are left out. Null where there is none.
 */
export async function meanTraces(
  pool: pg.Pool,
  db: Db,
  selection: SnippetSelection,
  by: readonly TraceCondition[],
  fetchInput: (home: string) => Promise<TrialInput | null> = (home) => fetchTrialInput(db, home),
): Promise<MeanTraces | null> {
  const input = await fetchInput(selection.home);
  if (input === null) return null;
  const { trials } = input;
  const names = await conditionNames(db, selection.home, trials, by);
  const rowOf = trialRows(trials);
  let open: { grid: SnippetGrid; sums: TraceSums; trace: Float32Array; bytes: Uint8Array } | null = null;
  let nSnippets = 0;
  await streamSnippets(pool, selection, (session, trial, grid, bytes) => {
    const row = rowOf(session, trial);
    if (row === undefined) return;
    if (open === null) {
      const trace = new Float32Array(grid.nSamples);
      open = { grid, sums: traceSums(grid.nSamples), trace, bytes: new Uint8Array(trace.buffer) };
    }
    const { nSamples, sampleRateHz, offsetS } = open.grid;
    if (grid.nSamples !== nSamples || grid.sampleRateHz !== sampleRateHz || grid.offsetS !== offsetS) return;
    nSnippets++;
    // A driver's buffer need not be aligned.
    open.bytes.set(bytes);
    open.sums.add(names[row], session, open.trace);
  });
  const done = open as { grid: SnippetGrid; sums: TraceSums } | null;
  if (done === null) return null;
  const { grid, sums } = done;
  return {
    nSnippets,
    grid,
    timeS: Float64Array.from({ length: grid.nSamples }, (_, i) => grid.offsetS + i / grid.sampleRateHz),
    traces: sums.means(),
  };
}

/** The name of each trial's condition, such as "contrast 0.5, outcome correct". */
async function conditionNames(
  db: Db,
  home: string,
  trials: TrialTable,
  by: readonly TraceCondition[],
): Promise<readonly string[]> {
  const sessions = [...new Set(trials.session)];
  const stageOf = new Map(
    sessions.map((session, s) => [session, 1 + Math.floor((s * STAGES) / sessions.length)]),
  );
  const strategyOf = by.includes("strategy") ? await strategies(db, home) : () => UNKNOWN;
  const value: Readonly<Record<TraceCondition, (t: number) => string>> = {
    contrast: (t) => `${signedContrast(trials, t)}`,
    side: (t) => sideWord(signedContrast(trials, t)),
    choice: (t) =>
      trials.choice[t] === CHOICE_LEFT ? "left" : trials.choice[t] === CHOICE_RIGHT ? "right" : "no-go",
    outcome: (t) =>
      trials.outcome[t] === OUTCOME_CORRECT
        ? "correct"
        : trials.outcome[t] === OUTCOME_INCORRECT
          ? "incorrect"
          : UNKNOWN,
    stage: (t) => `${stageOf.get(trials.session[t])}`,
    strategy: (t) => strategyOf(trials.session[t], trials.trial[t]),
  };
  return Array.from({ length: trials.nTrials }, (_, t) =>
    by.length === 0 ? "all trials" : by.map((name) => `${name} ${value[name](t)}`).join(", "),
  );
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
