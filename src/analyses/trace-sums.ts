import { fetchTraceDigests, insertTraceSums } from "../read/trace-sums.ts";
import { conditionSums } from "../science/dopamine/condition-sums.ts";
import type { TrialTable } from "../science/trial-table.ts";
import { defineAnalysis, type Source } from "./analysis.ts";
import { fetchFibres } from "./dopamine-encoding.ts";

/** Sums of traces by session and kind of trial, from which means are answered without reading the traces. */
export const traceSumsAnalysis = defineAnalysis({
  name: "trace-sums",
  version: 2,
  parameters: {},
  reads: ["trial", "snippet"],
  needs: [],
  timing: "change",
  tables: ["trace_sum"],
  fetch: fetchTraces,
  compute: ({ trials, data: { digests, fibres } }) => ({
    digests,
    fibres: fibres.flatMap(({ site: { site }, sets }) =>
      sets.map((set) => {
        const { alignment, chosen } = set;
        return { site, alignment, chosen, sums: conditionSums(set, trials) };
      }),
    ),
  }),
  insert: insertTraceSums,
});

async function fetchTraces(source: Source, home: string, trials: TrialTable) {
  const digests = await fetchTraceDigests(source.db, home);
  const fibres = await fetchFibres(source, home, trials);
  return fibres && { digests, fibres };
}
