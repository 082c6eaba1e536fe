import type { StoredStage, StoredTimeCourse } from "../../read/dopamine-encoding.ts";
import type { TreatmentKind as StoredTreatment } from "../../science/stimulation-effects/subject-effects.ts";
import { interval } from "../interval.ts";
import type {
  Account,
  EncodingStageKind,
  Resolvers,
  SnippetAlignment,
  StimulusSide,
  Treatment,
} from "../schema.generated.ts";
import { mean } from "./cohort-values.ts";
import { finite } from "./recording-site.ts";

const alignmentOf = (alignment: string) => alignment.toUpperCase() as SnippetAlignment;
const sideOf = (side: string) => side.toUpperCase() as StimulusSide;
const between = (low: number | null, high: number | null) =>
  interval(low === null || high === null ? null : [low, high]);

function treatmentOf({ treatment, site, hemisphere, alignment, condition }: StoredTreatment): Treatment {
  return { kind: treatment === "light" ? "LIGHT" : "REWARD", site, hemisphere, alignment, condition };
}

/** What dopamine carries and stimulation does; fields that are not here are read from the row of the same name. */
export const dopamineResolvers: Pick<
  Resolvers,
  | "FibreEncoding"
  | "EncodingStage"
  | "EncodingCoefficient"
  | "EncodingTimeCourse"
  | "StimulationEffects"
  | "NextChoiceEffect"
  | "WeightEffect"
  | "EncodingGroup"
  | "GroupRegressor"
  | "CohortEffect"
> = {
  FibreEncoding: {
    site: async ({ home, site, region, hemisphere, asOf }, _, { at }) =>
      (await at(asOf).sites.load(home))?.find((each) => each.site === site) ?? {
        ...{ home, site, region, hemisphere, sensor: null, implantedOn: null },
        ...{ anteriorPosteriorMm: null, mediolateralMm: null, dorsoventralMm: null },
      },
    network: ({ network }) => (network === "refit" ? "REFIT" : "DEFAULT"),
    stages: async ({ runId, site }, { alignment, stage }, { loaders }) => {
      const selection = {
        ...(alignment ? { alignment: alignment.toLowerCase() as StoredStage["alignment"] } : {}),
        ...(stage ? { stage: stage.toLowerCase() as StoredStage["stage"] } : {}),
      };
      return (await loaders.stages.load({ runId, ...selection })).filter((each) => each.site === site);
    },
    timeCourses: async ({ runId, site }, _, { loaders }) =>
      (await loaders.timeCourses.load(runId)).filter((course) => course.site === site),
    followsAssociations: async (fibre, _, { at }) => {
      const { home, site, nSessions, contralateralR, ipsilateralR, differenceR, asOf } = fibre;
      const own = (await at(asOf).fibresInCohort.load(home))?.find((each) => each.site === site);
      // Of other data of the subject, the project found another correlation.
      const isOfThese = own?.nSessions === nSessions && own.differenceR === differenceR;
      const { p, adjustedP } = isOfThese ? own : { p: null, adjustedP: null };
      return { nSessions, contralateralR, ipsilateralR, differenceR, p, adjustedP };
    },
    splitHalfReliabilities: ({ reliabilities }) =>
      reliabilities.map(({ alignment, name, ...each }) => ({
        ...each,
        alignment: alignmentOf(alignment),
        regressor: name,
      })),
    droppedSessions: ({ dropped }) => [...dropped],
    run: ({ runId }, _, { loaders }) => loaders.run.load(runId),
    freshness: ({ runId }, _, { loaders }) => loaders.freshness.load(runId),
  },
  EncodingStage: {
    alignment: ({ alignment }) => alignmentOf(alignment),
    stage: ({ stage }) => stage.toUpperCase() as EncodingStageKind,
    null: ({ shiftNull }) => (shiftNull === "circular-shift" ? "CIRCULAR_SHIFT" : "SESSION_PERMUTATION"),
    coefficients: ({ coefficients }) => [...coefficients],
    accounts: ({
      decided,
      partialR,
      totalR,
      differenceR,
      differenceLow,
      differenceHigh,
      logRatio,
      separation,
    }) =>
      decided && {
        partialR,
        totalR,
        difference: differenceR,
        differenceCi: between(differenceLow, differenceHigh),
        logRatio,
        separation,
        decided: decided.toUpperCase() as Account,
      },
  },
  EncodingCoefficient: { ci: ({ low, high }) => between(low, high) },
  EncodingTimeCourse: {
    alignment: ({ alignment }) => alignmentOf(alignment),
    timeS: ({ estimate, offsetS, sampleRateHz }) =>
      Array.from(estimate, (_, i) => offsetS + i / sampleRateHz),
    estimate: ({ estimate }) => finite(estimate),
    low: (course) => bandEnd(course, -1),
    high: (course) => bandEnd(course, 1),
  },
  StimulationEffects: {
    nextChoices: ({ nextChoices }) => [...nextChoices],
    weights: ({ weights }) => [...weights],
    run: ({ runId }, _, { loaders }) => loaders.run.load(runId),
    freshness: ({ runId }, _, { loaders }) => loaders.freshness.load(runId),
  },
  NextChoiceEffect: {
    treatment: treatmentOf,
    taught: ({ taught }) => sideOf(taught),
    tested: ({ tested }) => sideOf(tested),
    ci: ({ low, high }) => between(low, high),
  },
  WeightEffect: {
    treatment: treatmentOf,
    ci: ({ low, high }) => ({ low: low ?? Number.NaN, high: high ?? Number.NaN }),
  },
  EncodingGroup: {
    earlyStrategy: ({ early }) => early,
    alignment: ({ alignment }) => alignmentOf(alignment),
    regressors: ({ regressors }) => [...regressors],
    crossValidatedRSquared: (group) => mean(group.crossValidatedRSquared),
    difference: ({ differenceR }) => mean(differenceR),
  },
  GroupRegressor: {
    estimate: ({ estimate }) => mean(estimate),
    uniqueRSquared: ({ uniqueRSquared }) => mean(uniqueRSquared),
  },
  CohortEffect: {
    treatment: treatmentOf,
    measure: ({ measure }) => (measure === "weight" ? "WEIGHT" : "NEXT_CHOICE"),
    taught: ({ taught }) => taught && sideOf(taught),
    tested: ({ tested }) => tested && sideOf(tested),
    ci: ({ ci }) => interval(ci),
  },
};

function bandEnd(
  { bandWidth, estimate, standardError }: StoredTimeCourse,
  sign: number,
): (number | null)[] | null {
  return bandWidth === null
    ? null
    : finite(estimate.map((value, i) => value + sign * bandWidth * standardError[i]));
}
