import { SaddlepointError } from "../errors.ts";
import { DEFAULT_REPLICATES, type ModelRecovery } from "../science/network/model-recovery.ts";
import type { NetworkIntervals } from "../science/network/network-intervals.ts";
import type { RefitDocument } from "../science/network/refit-document.ts";
import { QUICK_REFIT, type RefitRules } from "../science/network/refit-mouse.ts";
import type { TrialTable } from "../science/trial-table.ts";
import type { ComputePool } from "./compute-pool.ts";
import type { IntervalsTask, RecoveryTask, RefitTask } from "./network-task.ts";
import { shareDone, sharedProgress } from "./progress.ts";

export interface SubjectRefit<Subject> {
  readonly subject: Subject;
  readonly refit: RefitDocument;
  /** Null where it was not asked for. */
  readonly recovery: ModelRecovery | null;
  /** One a rule; null where they were not asked for. */
  readonly intervals: readonly NetworkIntervals[] | null;
}

export interface RefitSubjectsOptions {
  readonly rules: RefitRules;
  /** Simulated mice a rule for the recovery study; 0 leaves it out. */
  readonly nReplicates?: number;
  /** Whether profile-likelihood intervals are wanted. */
  readonly intervals?: boolean;
  readonly signal: AbortSignal;
  /** Told every few seconds how far a subject is: a share of 0 to 1. */
  readonly onProgress?: (subject: string, stage: RefitStage, share: number) => void;
  readonly onDone?: (subject: string, refit: RefitDocument, nDone: number) => void;
}

type RefitStage = "refit" | "recovery" | "intervals";

const REPORT_EVERY_MS = 5000;

/**
 * The networks of every subject, in their order, as many at a time as the pool has threads.
 *
 * @throws SaddlepointError of the first subject that cannot be fitted, and whatever reading the subjects throws; AbortError
 */
export async function refitSubjects<
  Subject extends { readonly subject: string; readonly trials: TrialTable },
>(
  pool: ComputePool,
  subjects: AsyncIterable<Subject>,
  options: RefitSubjectsOptions,
): Promise<readonly SubjectRefit<Omit<Subject, "trials">>[]> {
  const left = new AbortController();
  const signal = AbortSignal.any([options.signal, left.signal]);
  const given = subjects[Symbol.asyncIterator]();
  const found: SubjectRefit<Omit<Subject, "trials">>[] = [];
  let nRead = 0;
  let nDone = 0;
  const work = async (): Promise<void> => {
    for (;;) {
      signal.throwIfAborted();
      const next = await given.next();
      if (next.done === true) return;
      const place = nRead++;
      const { trials, ...subject } = next.value;
      const name = subject.subject;
      const run = (task: RefitTask | RecoveryTask | IntervalsTask) =>
        tracked(pool, task, name, signal, (share) => options.onProgress?.(name, task.what, share));
      const refit = (await run({
        ...{ task: "network", what: "refit", trials, rules: options.rules },
      })) as RefitDocument;
      const nReplicates = options.nReplicates ?? 0;
      const recovery =
        nReplicates === 0 ? null : ((await run(recoveryTask(trials, refit, nReplicates))) as ModelRecovery);
      const { fits, rules } = refit;
      const intervals = options.intervals
        ? ((await run({
            task: "network",
            what: "intervals",
            trials,
            rules,
            fits,
          })) as readonly NetworkIntervals[])
        : null;
      found[place] = { subject, refit, recovery, intervals };
      options.onDone?.(name, refit, ++nDone);
    }
  };
  try {
    await Promise.all(Array.from({ length: pool.threads }, work));
  } finally {
    left.abort();
    await given.return?.();
  }
  return found;
}

/** Recovery of a refit, with the quick preset whatever the refit's own: its many fits would take hours else. */
export function recoveryTask(
  trials: TrialTable,
  { fits, rules }: RefitDocument,
  nReplicates: number = DEFAULT_REPLICATES,
): RecoveryTask {
  const quick: RefitRules = { ...rules, preset: QUICK_REFIT.preset };
  return { task: "network", what: "recovery", trials, rules: quick, fits, nReplicates };
}

/** Runs a task in a thread and reports how far it is until it ends. */
async function tracked(
  pool: ComputePool,
  task: RefitTask | RecoveryTask | IntervalsTask,
  name: string,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<unknown> {
  const progress = sharedProgress();
  const timer = setInterval(() => {
    const share = shareDone(progress);
    if (share !== null) onShare(share);
  }, REPORT_EVERY_MS);
  try {
    const outcome = await pool.run({ ...task, progress }, signal);
    if (outcome.ok) return outcome.result;
    const { code, message, remedy } = outcome.error;
    throw new SaddlepointError(code, `${name}: ${message}`, remedy);
  } finally {
    clearInterval(timer);
  }
}
