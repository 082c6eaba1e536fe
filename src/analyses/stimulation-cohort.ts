import { insertCohortEffects } from "../read/dopamine-cohort.ts";
import { fetchEffectsOfRuns } from "../read/stimulation-effects.ts";
import { defineCohortAnalysis } from "./analysis.ts";
import { effectsOverSubjects } from "./effect-findings.ts";
import { stimulationEffectsAnalysis } from "./stimulation-effects.ts";

/** Effects of light, and of reward, over a project's subjects: random-effects means (SCIENCE §7). */
export const stimulationCohortAnalysis = defineCohortAnalysis({
  name: "stimulation-cohort",
  version: 1,
  parameters: { mean: "DerSimonian-Laird", interval: "Hartung-Knapp" },
  needs: [stimulationEffectsAnalysis.name],
  timing: "night",
  tables: ["cohort_effect"],
  fetch: async ({ db }, parts) => [
    ...(
      await fetchEffectsOfRuns(
        db,
        parts.map(({ runs }) => runs[stimulationEffectsAnalysis.name]),
      )
    ).values(),
  ],
  compute: ({ data }) => effectsOverSubjects(data),
  insert: insertCohortEffects,
});
