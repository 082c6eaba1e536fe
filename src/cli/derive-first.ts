import { planRuns } from "../analyses/plan.ts";
import { withFoundations } from "../analyses/registry.ts";
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
  const planned = await planRuns(context.db("worker"), {
    analyses: withFoundations(analyses),
    homes,
  });
  if (planned.length === 0) return;
  out.progress(`deriving ${planned.length} results first …`);
  await makeRuns(context, out, planned);
}
