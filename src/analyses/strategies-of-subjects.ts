import { SaddlepointError } from "../errors.ts";
import type { TrialTable } from "../science/trial-table.ts";
import type { ComputePool } from "./compute-pool.ts";
import type { TrialsStrategies } from "./strategies-of-trials.ts";
import type { StrategyRules } from "./subject-strategies.ts";

export interface SubjectResult<Subject> {
  readonly subject: Subject;
  readonly result: TrialsStrategies;
}

/**
 * The strategies of every subject, in their order, as many at a time as the pool has threads. No more subjects are
 * read than are being worked on, and of each is kept what `keep` takes from it.
 *
 * @param onDone told of each subject that is done, in no fixed order
 * @throws whatever reading the subjects throws
 */
export async function strategiesOfSubjects<Subject extends { readonly trials: TrialTable }, Kept>(
  pool: ComputePool,
  subjects: AsyncIterable<Subject>,
  rules: StrategyRules,
  keep: (done: SubjectResult<Subject>) => Kept,
  onDone: (done: SubjectResult<Subject>, nDone: number) => void = () => {},
): Promise<readonly Kept[]> {
  const given = subjects[Symbol.asyncIterator]();
  const found: Kept[] = [];
  let nRead = 0;
  let nDone = 0;
  const work = async (): Promise<void> => {
    for (;;) {
      const next = await given.next();
      if (next.done === true) return;
      const place = nRead++;
      const subject = next.value;
      const outcome = await pool.run({ task: "strategies", trials: subject.trials, rules });
      if (!outcome.ok) {
        throw new SaddlepointError(outcome.error.code, outcome.error.message, outcome.error.remedy);
      }
      const done = { subject, result: outcome.result as TrialsStrategies };
      found[place] = keep(done);
      onDone(done, ++nDone);
    }
  };
  try {
    await Promise.all(Array.from({ length: pool.threads }, work));
  } finally {
    await given.return?.();
  }
  return found;
}
