import type { StoredFit } from "../read/fits.ts";
import { insertEncoding } from "../read/insert-encoding.ts";
import type { EarlierRefit } from "../read/network-refits.ts";
import { type ChosenSet, fetchRecordingSites, fetchSnippetSets } from "../read/snippets.ts";
import { defaultEncodingRules } from "../science/dopamine/encode-site.ts";
import { defaultValueNetwork, type ValueNetwork } from "../science/dopamine/network-values.ts";
import type { TrialTable } from "../science/trial-table.ts";
import { defineAnalysis, type Source } from "./analysis.ts";
import { decisionModelAnalysis } from "./decision-model.ts";
import { encodeSubject, type FibreTraces, type SegmentRows } from "./encode-subject.ts";
import { networkRefitAnalysis } from "./network-refit.ts";
import { strategySegmentsAnalysis } from "./strategy-segments.ts";

const parameters = { rules: defaultEncodingRules, network: defaultValueNetwork };

/** What each fibre of a subject encodes, by stage, and whether that follows what the subject uses (SCIENCE §5). */
export const dopamineEncodingAnalysis = defineAnalysis({
  name: "dopamine-encoding",
  version: 4,
  parameters,
  reads: ["trial", "snippet"],
  needs: [],
  uses: [decisionModelAnalysis.name, strategySegmentsAnalysis.name],
  prefers: [networkRefitAnalysis.name],
  timing: "change",
  tables: [
    "dopamine_fibre",
    "dopamine_stage",
    "dopamine_coefficient",
    "dopamine_time_course",
    "session_association",
  ],
  fetch: fetchFibres,
  compute: ({ trials, results, data: fibres }, { rules, network }: typeof parameters) => {
    const fit = results[decisionModelAnalysis.name] as StoredFit | null;
    const strategies = results[strategySegmentsAnalysis.name] as { segments: readonly SegmentRows[] } | null;
    const refit = results[networkRefitAnalysis.name] as EarlierRefit | null;
    return encodeSubject(
      {
        ...{ trials, fibres, fit },
        segments: strategies?.segments ?? [],
        network: refitted(network, refit) ?? network,
      },
      rules,
    );
  },
  insert: insertEncoding,
});

/** The subject's own network by the same rule, whichever rule wins: it is that account which responses are held to. */
function refitted({ rule }: ValueNetwork, refit: EarlierRefit | null): ValueNetwork | null {
  const parameters = refit?.networks[rule];
  return parameters === undefined ? null : { source: "refit", rule, parameters };
}

interface ChosenFibre extends FibreTraces {
  readonly sets: readonly ChosenSet[];
}

/** The traces of a subject's fibres; null where none belongs to a trial. */
export async function fetchFibres(
  { pool }: Source,
  home: string,
  trials: TrialTable,
): Promise<readonly ChosenFibre[] | null> {
  const fibres: ChosenFibre[] = [];
  for (const site of await fetchRecordingSites(pool, home)) {
    const sets = await fetchSnippetSets(pool, { home, site: site.site }, trials);
    if (sets.length > 0) fibres.push({ site, sets });
  }
  return fibres.length === 0 ? null : fibres;
}
