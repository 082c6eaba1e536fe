import type pg from "pg";
import type { Db } from "../read/database.ts";
import { fetchSegments } from "../read/segments.ts";
import { type SnippetGrid, type SnippetSelection, streamSnippets, trialRows } from "../read/snippets.ts";
import { fetchTraceDigests, fetchTraceSums } from "../read/trace-sums.ts";
import { fetchTrialInput, fetchTrialSessions, type TrialInput } from "../read/trial-table.ts";
import { kindOfTrial, type TrialKind } from "../science/dopamine/condition-sums.ts";
import { type MeanTrace, type TraceSums, traceSums } from "../science/dopamine/mean-traces.ts";
import { isOnGrid } from "../science/dopamine/snippet-set.ts";
import { CHOICE_LEFT, CHOICE_RIGHT, OUTCOME_CORRECT, OUTCOME_INCORRECT } from "../science/trial-table.ts";

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
 * Mean traces of a fibre by any conditions together. Sums that are kept (trace-sums) answer for the sessions that have
 * not changed since, and the rest is read in one pass over its bytes; so are all sessions where strategies are asked
 * for, since their segments begin within sessions. A condition that is named twice counts once. Snippets on another grid than the first one's are left out. Null
 * where there is none.
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
  const [kept, digests] = by.includes("strategy")
    ? [null, null]
    : await Promise.all([fetchTraceSums(db, selection), fetchTraceDigests(db, home)]);
  const summed = new Set(kept?.sums.map(({ session }) => session));
  const isComplete = kept !== null && digests !== null && [...digests.keys()].every((s) => summed.has(s));
  const input = isComplete ? null : await fetchInput(home);
  if (!isComplete && input === null) return null;
  const sessions = input
    ? [...new Set(input.trials.session)]
    : by.includes("stage")
      ? await fetchTrialSessions(db, home)
      : [];
  const nameOf = namesOfConditions(by, sessions);

  const open: { of: OpenSums | null } = { of: kept && openSums(kept.grid) };
  let nSnippets = 0;
  for (const sum of kept?.sums ?? []) {
    nSnippets += sum.n;
    open.of?.sums.addSum(nameOf(sum, UNKNOWN), sum.session, sum);
  }
  if (input !== null) {
    const { trials } = input;
    const strategyOf = by.includes("strategy") ? await strategies(db, home) : () => UNKNOWN;
    const names = Array.from({ length: trials.nTrials }, (_, t) =>
      nameOf(kindOfTrial(trials, t), strategyOf(trials.session[t], trials.trial[t])),
    );
    const rowOf = trialRows(trials);
    await streamSnippets(
      pool,
      { ...selection, exceptSessions: [...summed] },
      (session, trial, grid, bytes) => {
        const row = rowOf(session, trial);
        if (row === undefined) return;
        open.of ??= openSums(grid);
        if (!isOnGrid(grid, open.of.grid)) return;
        nSnippets++;
        // A driver's buffer need not be aligned.
        open.of.bytes.set(bytes);
        open.of.sums.add(names[row], session, open.of.trace);
      },
    );
  }
  if (open.of === null) return null;
  const { grid, sums } = open.of;
  return {
    nSnippets,
    grid,
    timeS: Float64Array.from({ length: grid.nSamples }, (_, i) => grid.offsetS + i / grid.sampleRateHz),
    traces: sums.means(),
  };
}

interface OpenSums {
  readonly grid: SnippetGrid;
  readonly sums: TraceSums;
  /** The trace that is being added, and its bytes. */
  readonly trace: Float32Array;
  readonly bytes: Uint8Array;
}

function openSums(grid: SnippetGrid): OpenSums {
  const trace = new Float32Array(grid.nSamples);
  return { grid, sums: traceSums(grid.nSamples), trace, bytes: new Uint8Array(trace.buffer) };
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
