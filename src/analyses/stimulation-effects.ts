import type { StoredFit } from "../read/fits.ts";
import { insertEffects } from "../read/stimulation-effects.ts";
import { fetchStimulations } from "../read/stimulations.ts";
import { trialRows } from "../read/trial-rows.ts";
import {
  defaultEffectRules,
  type EffectRules,
  subjectEffects,
  type TrialLight,
} from "../science/stimulation-effects/subject-effects.ts";
import type { TrialTable } from "../science/trial-table.ts";
import { defineAnalysis, type Source } from "./analysis.ts";
import { decisionModelAnalysis } from "./decision-model.ts";

/** What light, and reward, did to a subject's next choices and to the weights of its decisions (SCIENCE §7). */
export const stimulationEffectsAnalysis = defineAnalysis({
  name: "stimulation-effects",
  version: 2,
  parameters: defaultEffectRules,
  reads: ["trial", "stimulation"],
  needs: [],
  uses: [decisionModelAnalysis.name],
  timing: "change",
  tables: ["next_choice_effect", "weight_effect"],
  fetch: fetchLights,
  compute: ({ trials, results, data: lights }, rules: EffectRules) => {
    const fit = results[decisionModelAnalysis.name] as StoredFit | null;
    const hyper = fit && { sigma: fit.sigma, sigmaDay: fit.sigmaDay, sigmaInit: fit.sigmaInit };
    return subjectEffects(trials, lights, hyper, rules);
  },
  insert: insertEffects,
});

/** The light of a subject's trials; null where none had any. */
async function fetchLights(
  { db }: Source,
  home: string,
  trials: TrialTable,
): Promise<readonly TrialLight[] | null> {
  const rowOf = trialRows(trials);
  const lights = (await fetchStimulations(db, home)).flatMap((light) => {
    const row = rowOf(light.session, light.trial);
    return row === undefined ? [] : [{ ...light, row }];
  });
  return lights.length === 0 ? null : lights;
}
