import { createComputePool } from "../analyses/compute-pool.ts";
import { refitSubjects } from "../analyses/refit-subjects.ts";
import { SaddlepointError } from "../errors.ts";
import { shutdownRequested } from "../postgres/embedded/shutdown-signal.ts";
import type { RefitDocument } from "../science/network/refit-document.ts";
import type { TrialTable } from "../science/trial-table.ts";
import { type MouseNetworks, type RefitOptions, rulesOf } from "./network-options.ts";
import { type Output, output } from "./output.ts";

/** Computes the networks of these mice; nothing of it is stored. */
export async function computedNetworks(
  mice: AsyncIterable<{
    readonly subject: string;
    readonly file: string | null;
    readonly trials: TrialTable;
  }>,
  options: RefitOptions,
): Promise<readonly MouseNetworks[]> {
  const out = output(options.json ?? false);
  const stopped = new AbortController();
  void shutdownRequested().then(() => stopped.abort());
  const pool = createComputePool(options.threads);
  try {
    const fitted = await refitSubjects(pool, mice, {
      rules: rulesOf(options),
      nReplicates: options.recovery ? options.replicates : 0,
      intervals: options.intervals ?? false,
      signal: stopped.signal,
      ...progressTo(out),
    });
    return fitted.map(({ subject, ...found }) => ({ ...subject, ...found }));
  } catch (error) {
    if (!stopped.signal.aborted) throw error;
    throw new SaddlepointError("CANCELLED", "stopped before the end", "Run it again; nothing was written.");
  } finally {
    await pool.close();
  }
}

function progressTo(out: Output) {
  return {
    onProgress: (subject: string, stage: string, share: number) =>
      out.progress(`${subject}: ${stage} ${(100 * share).toFixed(0)} %`),
    onDone: (subject: string, { verdict, nTrials }: RefitDocument, nDone: number) =>
      out.progress(
        `[${nDone}] ${subject}: ${nTrials} trials, ${verdict.winner}${verdict.sure ? "" : " (not sure)"}`,
      ),
  };
}
