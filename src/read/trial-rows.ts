import type { TrialTable } from "../science/trial-table.ts";

/** Place of each trial in its table, by session and trial number. */
export function trialRows(trials: TrialTable): (session: number, trial: number) => number | undefined {
  const rows = new Map<number, number>();
  const key = (session: number, trial: number) => session * 2 ** 32 + trial;
  for (let t = 0; t < trials.nTrials; t++) rows.set(key(trials.session[t], trials.trial[t]), t);
  return (session, trial) => rows.get(key(session, trial));
}
