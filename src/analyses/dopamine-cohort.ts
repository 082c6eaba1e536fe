import { insertDopamineCohort } from "../read/dopamine-cohort.ts";
import { fetchCohortFibres } from "../read/dopamine-encoding.ts";
import { defineCohortAnalysis } from "./analysis.ts";
import { dopamineEncodingAnalysis } from "./dopamine-encoding.ts";
import { adjustOverCohort, type CohortFibre, followOwnAssociations } from "./dopamine-findings.ts";

/**
 * False discovery rate of a project's encoding, and whether fibres follow their own subject's associations more than
 * other subjects' (SCIENCE §5).
 */
export const dopamineCohortAnalysis = defineCohortAnalysis({
  name: "dopamine-cohort",
  version: 2,
  parameters: { correction: "Benjamini-Hochberg", family: "alignment and kind of stage" },
  needs: [dopamineEncodingAnalysis.name],
  timing: "night",
  tables: ["dopamine_cohort", "dopamine_cohort_fibre"],
  fetch: ({ db }, parts): Promise<readonly CohortFibre[]> =>
    fetchCohortFibres(
      db,
      parts.map(({ runs }) => runs[dopamineEncodingAnalysis.name]),
    ),
  compute: ({ data: fibres, leftOut }) => {
    const adjusted = adjustOverCohort(fibres);
    const follow = followOwnAssociations(fibres);
    return {
      nSubjects: new Set(fibres.map(({ fibre }) => fibre.home)).size,
      leftOut,
      fibres: fibres.map(({ fibre: { home, site } }, k) => ({
        home,
        site,
        across: follow[k],
        adjusted: adjusted[k],
      })),
    };
  },
  insert: insertDopamineCohort,
});
