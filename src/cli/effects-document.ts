import type { CohortEffect } from "../analyses/effect-findings.ts";
import type { DrawnEffect } from "../plots/effects.ts";
import type { StoredEffects } from "../read/stimulation-effects.ts";

export function effectsDocument(
  subjects: ReadonlyMap<string, StoredEffects>,
  cohort: readonly CohortEffect[],
) {
  return {
    subjects: [...subjects].map(([subject, { runId: run, nextChoices, weights }]) => ({
      subject,
      run,
      nextChoices: nextChoices.map(({ runId: _, home: __, ...effect }) => effect),
      weights: weights.map(({ runId: _, home: __, ...effect }) => effect),
    })),
    cohort,
  };
}

/** What was done, in words: "active light at DLS (left, outcome)". */
export function treatmentWords({ treatment, site, hemisphere, alignment, condition }: CohortEffect): string {
  if (treatment === "reward") return "reward";
  return `${condition} light at ${site} (${hemisphere}${alignment === null ? "" : `, ${alignment}`})`;
}

/** What was looked at, in words. */
export function measureWords({ measure, taught, tested, weight }: CohortEffect): string {
  return measure === "next-choice" ? `taught ${taught}, tested ${tested}` : `${weight}`;
}

/** As a picture shows it: effects of one kind of measure share an axis. */
export function drawnEffect(effect: CohortEffect): DrawnEffect {
  const { measure, treatment, mean, ci, n } = effect;
  const what =
    measure === "next-choice"
      ? "choices that follow (difference of probabilities)"
      : "weights over a session";
  return {
    treatment,
    heading: `${treatmentWords(effect)}: ${what}`,
    label: measureWords(effect),
    mean,
    ci,
    n,
  };
}

export function effectsText(nSubjects: number, cohort: readonly CohortEffect[]): string {
  if (nSubjects === 0) return "No subject has light that belongs to a trial.";
  const lines = (measure: CohortEffect["measure"]) =>
    cohort
      .filter((effect) => effect.measure === measure)
      .map((effect) => {
        const { mean, ci, n } = effect;
        const band = ci === null ? "" : ` [${ci[0].toFixed(3)}, ${ci[1].toFixed(3)}]`;
        return `  ${treatmentWords(effect)}: ${measureWords(effect)}: ${mean?.toFixed(3) ?? "–"}${band}, n = ${n}`;
      });
  const hasUnknown = cohort.some(({ treatment, alignment }) => treatment === "light" && alignment === null);
  return [
    `${nSubjects} subjects with light: random-effects means`,
    "How much more often the choice follows at the tested side:",
    ...lines("next-choice"),
    ...(hasUnknown
      ? [
          "  (not compared for light without an alignment: append it with stimulus, action or outcome, at which it came)",
        ]
      : []),
    "How much more the weights of the decision model move:",
    ...lines("weight"),
  ].join("\n");
}
