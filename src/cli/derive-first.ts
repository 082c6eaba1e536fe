import { planRuns } from "../analyses/plan.ts";
import { analysisNamed, foundationsOf } from "../analyses/registry.ts";
import type { CliContext } from "./context.ts";
import { makeRuns } from "./make-runs.ts";
import type { Output } from "./output.ts";

/**
 * Derives what is not of the present data of these analyses, and of those that they stand on, of these subjects:
 * nothing where it is there already.
 */
export async function deriveFirst(
  context: CliContext,
  out: Output,
  analyses: readonly string[],
  homes: readonly string[],
): Promise<void> {
  const names = new Set<string>();
  const add = (name: string): void => {
    for (const foundation of foundationsOf(analysisNamed(name))) add(foundation);
    names.add(name);
  };
  for (const name of analyses) add(name);
  const planned = await planRuns(context.db("worker"), { analyses: [...names], homes });
  if (planned.length === 0) return;
  out.progress(`deriving ${planned.length} results first …`);
  await makeRuns(context, out, planned);
}
