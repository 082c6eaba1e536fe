import type { FitOptions } from "../science/random-walk/fit-options.ts";
import type { TrialTable } from "../science/trial-table.ts";
import type { ComputePool } from "./compute-pool.ts";
import type { FitTask, TrialsFit } from "./fit-trials.ts";

/** One subject's fit, or why its trials cannot be fitted. */
export interface SubjectFit<Subject> {
  readonly subject: Subject;
  /** Its place among the subjects, from 0. */
  readonly place: number;
  readonly outcome:
    | { readonly ok: true; readonly fit: TrialsFit }
    | {
        readonly ok: false;
        readonly error: { readonly code: string; readonly message: string; readonly remedy: string };
      };
}

/**
 * Fits the decision model to every subject, as many at a time as the pool has threads, and gives out each as it is
 * done: in no fixed order. No more subjects are read than are being fitted.
 *
 * @param signal aborted, it ends the fits that run; the iteration then throws an AbortError
 * @throws whatever reading the subjects throws; the fits that run are ended
 */
export async function* fitSubjects<Subject extends { readonly trials: TrialTable }>(
  pool: ComputePool,
  subjects: AsyncIterable<Subject>,
  options: FitOptions & Pick<FitTask, "countsHyper">,
  signal: AbortSignal,
): AsyncGenerator<SubjectFit<Subject>> {
  const given = subjects[Symbol.asyncIterator]();
  const left = new AbortController();
  const ended = AbortSignal.any([signal, left.signal]);
  const running = new Map<number, Promise<SubjectFit<Subject>>>();
  let nRead = 0;
  let isRead = false;
  try {
    for (;;) {
      while (!isRead && running.size < pool.threads) {
        signal.throwIfAborted();
        const next = await given.next();
        if (next.done === true) isRead = true;
        else {
          const fit = fitSubject(pool, next.value, nRead, options, ended);
          // Who leaves the iteration leaves fits behind that nobody waits for.
          fit.catch(() => {});
          running.set(nRead, fit);
          nRead++;
        }
      }
      if (running.size === 0) return;
      const done = await Promise.race(running.values());
      running.delete(done.place);
      yield done;
    }
  } finally {
    left.abort();
    await Promise.allSettled(running.values());
    await given.return?.();
  }
}

async function fitSubject<Subject extends { readonly trials: TrialTable }>(
  pool: ComputePool,
  subject: Subject,
  place: number,
  { countsHyper = false, ...options }: FitOptions & Pick<FitTask, "countsHyper">,
  signal: AbortSignal,
): Promise<SubjectFit<Subject>> {
  const outcome = await pool.run(
    { task: "fit-trials", trials: subject.trials, options, countsHyper },
    signal,
  );
  return { subject, place, outcome: outcome.ok ? { ok: true, fit: outcome.result as TrialsFit } : outcome };
}
