import type { RecordingSite } from "../read/snippets.ts";
import { defaultEncodingRules, encodeSite, type SiteEncoding } from "../science/dopamine/encode-site.ts";
import { defaultValueNetwork, networkValues, type ValueNetwork } from "../science/dopamine/network-values.ts";
import type { SnippetSet } from "../science/dopamine/snippet-set.ts";
import { type Stage, standardStages } from "../science/dopamine/stages.ts";
import type { TrialTable } from "../science/trial-table.ts";

/** Rows of a strategy segment, both inside. */
export interface SegmentRows {
  readonly first: number;
  readonly last: number;
}

/** What one fibre of a subject encodes; the samples lie in shared memory, so none is copied. */
export interface DopamineTask {
  readonly task: "dopamine";
  readonly trials: TrialTable;
  readonly site: RecordingSite;
  readonly sets: readonly SnippetSet[];
  readonly segments: readonly SegmentRows[];
  /** A refit where there is one; else the default network runs on the mouse's own trials. */
  readonly network: ValueNetwork | null;
}

export function computeDopamine({ trials, site, sets, segments, network }: DopamineTask): SiteEncoding {
  const stages: readonly Stage[] = [
    ...standardStages(trials),
    ...segments.map(
      ({ first, last }, ordinal): Stage => ({
        kind: "segment",
        number: ordinal,
        includes: (t) => t >= first && t <= last,
      }),
    ),
  ];
  const values = networkValues(trials, network ?? defaultValueNetwork);
  return encodeSite(trials, sets, site.hemisphere, values, stages, defaultEncodingRules);
}
