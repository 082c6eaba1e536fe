import type { FibreEncoding } from "../analyses/dopamine-encoding.ts";
import type { MeanTraces } from "../analyses/dopamine-traces.ts";

/** Numbers as JSON has them: what is undefined is null. */
const numbers = (values: Float64Array | null) =>
  values === null ? null : Array.from(values, (value) => (Number.isFinite(value) ? value : null));

export function tracesDocument({ nSnippets, grid, timeS, traces }: MeanTraces) {
  return {
    nSnippets,
    ...grid,
    timeS: numbers(timeS),
    traces: traces.map(({ mean, low, high, ...trace }) => ({
      ...trace,
      mean: numbers(mean),
      low: numbers(low),
      high: numbers(high),
    })),
  };
}

export type EncodingDocument = ReturnType<typeof encodingDocument>;

/** @param adjusted of cohortAdjustedP */
export function encodingDocument(
  fibres: readonly FibreEncoding[],
  adjusted: readonly (readonly (readonly (number | null)[])[])[],
) {
  return fibres.map(({ home, site, network, encoding }, f) => ({
    subject: home,
    ...site,
    values: network,
    standardErrors: "HC3",
    stages: encoding.stages.map(
      ({ alignment, stage, number, regression, validation, shift, accounts }, s) => ({
        alignment,
        stage,
        number,
        nTrials: regression.n,
        rSquared: regression.rSquared,
        crossValidatedRSquared: validation.rSquared,
        null: shift.null,
        regressors: regression.coefficients.map((coefficient, k) => ({
          ...coefficient,
          uniqueRSquared: validation.uniqueRSquared[k],
          permutationP: shift.p[k],
          adjustedP: adjusted[f][s][k],
        })),
        accounts,
      }),
    ),
    timeResolved: encoding.traces.map(({ coefficients, ...course }) => ({
      ...course,
      coefficients: coefficients.map(({ name, estimate, standardError, bandWidth }) => ({
        name,
        bandWidth,
        estimate: numbers(estimate),
        standardError: numbers(standardError),
      })),
    })),
    splitHalfReliabilities: encoding.reliabilities,
    droppedSessions: encoding.dropped,
  }));
}

export function encodingText(fibres: EncodingDocument): string {
  if (fibres.length === 0) return "No subject has photometry that belongs to trials.";
  return fibres
    .flatMap(({ subject, site, region, hemisphere, stages, droppedSessions }) => [
      `${subject}, ${site} (${region}, ${hemisphere}); ${droppedSessions.length} sessions dropped`,
      ...stages
        .filter(({ stage }) => stage === "all")
        .flatMap(({ alignment, nTrials, crossValidatedRSquared, regressors, accounts }) => [
          `  ${alignment}: ${nTrials} trials, cross-validated R² ${crossValidatedRSquared?.toFixed(3) ?? "–"}${accounts === null ? "" : `; ${accounts.decided}${accounts.decided === "undecided" ? "" : " error or value"}`}`,
          ...regressors.map(
            ({ name, estimate, standardError, adjustedP }) =>
              `    ${name}: ${estimate?.toFixed(3) ?? "–"} ± ${standardError?.toFixed(3) ?? "–"}, adjusted p ${adjustedP?.toFixed(3) ?? "–"}`,
          ),
        ]),
    ])
    .join("\n");
}
