import type { Db } from "../read/database.ts";
import { type AgainRun, putBackParkedRuns, type RunSummary } from "../read/run-history.ts";
import { analyses, analysisNamed, depthOf, foundationsOf, wantedOf } from "./registry.ts";

/** Somebody waits for it. */
const PRIORITY = 0;

/**
 * Puts runs that failed, or were cancelled, back into the queue, and with them what failed because it stands on them.
 *
 * @returns the runs that wait now
 */
export async function retryRuns(
  db: Db,
  runs: readonly { readonly analysis: string; readonly scope: string }[],
  by: string,
): Promise<readonly RunSummary[]> {
  const again = new Map<string, AgainRun>();
  for (const { analysis, scope } of runs) {
    for (const name of [analysis, ...dependentsOf(analysis)]) {
      const { analysisVersion, parametersHash } = wantedOf(name);
      again.set(`${name} ${scope}`, {
        analysis: name,
        analysisVersion,
        parametersHash,
        scope,
        needs: foundationsOf(analysisNamed(name)),
        depth: depthOf(name),
      });
    }
  }
  return await putBackParkedRuns(db, [...again.values()], { priority: PRIORITY, by });
}

/** Analyses of the same scope that stand on this one, by whatever way. */
function dependentsOf(name: string): readonly string[] {
  const { granularity } = analysisNamed(name);
  return analyses
    .filter((each) => each.granularity === granularity && foundationsOf(each).includes(name))
    .flatMap((each) => [each.name, ...dependentsOf(each.name)]);
}
