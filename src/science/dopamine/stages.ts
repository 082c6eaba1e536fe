import { fifthOf } from "../fifths.ts";
import type { TrialTable } from "../trial-table.ts";

/** Trials in which encoding is looked at: all, one session, a fifth of training, or a strategy segment. */
export interface Stage {
  readonly kind: "all" | "session" | "bin" | "segment";
  /** Number of the session, of the bin from 1, or ordinal of the segment; 0 for all. */
  readonly number: number;
  /** Whether row t belongs to it. */
  readonly includes: (t: number) => boolean;
}

/** Where sessions begin among these ascending rows, and their number. */
export function stretchesOf(trials: TrialTable, rows: Int32Array): Int32Array {
  const starts: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    if (i === 0 || trials.session[rows[i]] !== trials.session[rows[i - 1]]) starts.push(i);
  }
  return Int32Array.from([...starts, rows.length]);
}

/** All trials, each session, and fifths of the sessions. */
export function standardStages(trials: TrialTable, bins = 5): readonly Stage[] {
  const sessions = [...new Set(trials.session)];
  const binOf = new Map(sessions.map((session, s) => [session, fifthOf(s, sessions.length, bins)]));
  return [
    { kind: "all", number: 0, includes: () => true },
    ...Array.from(
      { length: bins },
      (_, b): Stage => ({
        kind: "bin",
        number: b + 1,
        includes: (t) => binOf.get(trials.session[t]) === b + 1,
      }),
    ),
    ...sessions.map(
      (session): Stage => ({
        kind: "session",
        number: session,
        includes: (t) => trials.session[t] === session,
      }),
    ),
  ];
}
