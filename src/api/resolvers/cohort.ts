import type { CohortAnswer } from "../../analyses/cohort.ts";
import {
  findGroups,
  findLabelGroups,
  findPrediction,
  findTimeToCriterion,
  findTrajectory,
  type LabelGroup,
} from "../../analyses/cohort-findings.ts";
import { cohortNetworks } from "../../analyses/cohort-networks.ts";
import {
  cohortPsychometrics,
  type PsychometricStages,
  psychometricsByStage,
} from "../../analyses/cohort-psychometrics.ts";
import { effectsOverSubjects } from "../../analyses/effect-findings.ts";
import { encodingByStrategy } from "../../analyses/encoding-answer.ts";
import type { AsOf } from "../../read/as-of.ts";
import type { CohortMember } from "../../read/cohort.ts";
import type { StoredStage } from "../../read/dopamine-encoding.ts";
import { fetchEffects } from "../../read/stimulation-effects.ts";
import type { SubjectFilter } from "../../read/subject-filter.ts";
import { countSubjects } from "../../read/subjects.ts";
import { interval } from "../interval.ts";
import type {
  CohortGroupResolvers,
  CohortLabel,
  CohortResolvers,
  ExcludedSubjectResolvers,
  PsychometricStage,
} from "../schema.generated.ts";
import { outOfRange, requireProportion } from "./argument-ranges.ts";
import { correlation, mean, proportion, trajectoryMeans } from "./cohort-values.ts";
import { alignmentOf, type EarlyGroupSource, windowMeans } from "./early-group.ts";
import { subjectConnection } from "./query.ts";

/** A cohort whose statistics are computed when one of them is asked for. */
export interface CohortSource {
  readonly filter: SubjectFilter;
  readonly asOf: AsOf;
  readonly answer: () => Promise<CohortAnswer>;
}

export interface ExcludedSource {
  /** lab/project/subject */
  readonly subject: string;
  readonly code: string;
  readonly reason: string;
  readonly asOf: AsOf;
}

/** As the schema says. */
const MAX_PREDICTION_SESSIONS = 100;

export const cohortResolvers: CohortResolvers = {
  size: ({ filter, asOf }, _, { db }) => countSubjects(db, filter, asOf),
  staleSubjects: ({ filter, asOf }, _, { db }) =>
    countSubjects(db, { and: [filter, { fresh: false }] }, asOf),
  simulated: async ({ filter, asOf }, _, { db }) =>
    filter.simulated ?? (await countSubjects(db, { ...filter, simulated: true }, asOf)) > 0,
  subjects: ({ filter, asOf }, args, context) => subjectConnection(context, filter, args, asOf),
  dopamineEncoding: async ({ answer, asOf }, { stage, number }, { db }) =>
    encodingByStrategy(
      db,
      (await answer()).members,
      {
        stage: stage.toLowerCase() as StoredStage["stage"],
        ...(typeof number === "number" ? { number } : {}),
      },
      asOf,
    ),
  stimulationEffects: async ({ answer, asOf }, { earlyStrategy }, { db }) => {
    const members = (await answer()).members.filter(
      (member) => !earlyStrategy || member.earlyStrategy === earlyStrategy,
    );
    const effects = await fetchEffects(
      db,
      members.map(({ home }) => home),
      asOf,
    );
    return effectsOverSubjects([...effects.values()]);
  },
  networks: async ({ answer, asOf }, _, { db }) =>
    cohortNetworks(
      db,
      (await answer()).members.map(({ home }) => home),
      asOf,
    ),
  n: async ({ answer }) => (await answer()).statistics.n,
  excluded: async ({ answer, asOf }) => (await answer()).excluded.map((each) => ({ ...each, asOf })),
  meanTrajectory: async ({ answer }) =>
    (await answer()).statistics.trajectory.map(({ at, ...point }) => ({
      session: at,
      ...trajectoryMeans(point),
    })),
  earlyLateTable: async ({ answer }) => {
    const { cells, ...table } = (await answer()).statistics.earlyLateTable;
    return {
      ...table,
      cells: cells.map(({ row, column, n, ofRow }) => ({
        early: row,
        late: column,
        n,
        proportion: ofRow.proportion ?? 0,
        ci: interval(ofRow.ci) ?? { low: 0, high: 1 },
      })),
    };
  },
  earlyBiasLateSlope: async ({ answer }) => correlation((await answer()).statistics.earlyBiasLateSlope),
  earlyLateBias: async ({ answer }) => correlation((await answer()).statistics.earlyLateBias),
  transitions: async ({ answer }) => {
    const { n, transitionsPerSubject, transitions } = (await answer()).statistics.strategies;
    return {
      n,
      perSubject: mean(transitionsPerSubject),
      changes: transitions.map((change) => ({ ...change, probability: proportion(change.probability) })),
    };
  },
  timeInStrategies: async ({ answer }) =>
    (await answer()).statistics.strategies.time.map(({ label, share, everIn }) => ({
      strategy: label,
      share: mean(share),
      everIn: proportion(everIn),
    })),
  prediction: async ({ answer }, { sessions }) => {
    if (sessions < 1 || sessions > MAX_PREDICTION_SESSIONS) {
      throw outOfRange("sessions", sessions, `a number from 1 to ${MAX_PREDICTION_SESSIONS}`);
    }
    return findPrediction((await answer()).mice, sessions).map(({ correct, baseRate, gain, ...point }) => ({
      ...point,
      correct: proportion(correct),
      baseRate: proportion(baseRate),
      gain: gain?.mean ?? null,
      gainCi: interval(gain?.ci ?? null),
    }));
  },
  timeToCriterion: async ({ answer }, { accuracy }) => {
    requireProportion("accuracy", accuracy);
    const { steps, ...survival } = findTimeToCriterion((await answer()).mice, accuracy);
    return { accuracy, ...survival, steps: steps.map((step) => ({ ...step, ci: interval(step.ci) })) };
  },
  byEarlyStrategy: async ({ answer }): Promise<EarlyGroupSource[]> => {
    const { mice } = await answer();
    return findGroups(mice).map((group) => ({ ...group, mice }));
  },
  groups: async ({ answer }, { by }): Promise<CohortGroupSource[]> => {
    const { mice, members } = await answer();
    const values = new Map(members.map((member) => [member.home, labels[by](member)]));
    return findLabelGroups(mice, by, values).map((group) => ({
      ...group,
      size: members.filter(({ home }) => values.get(home) === group.value).length,
    }));
  },
  psychometrics: async ({ answer }, { window }, { db }) =>
    (await cohortPsychometrics(db, await answer(), window === "EARLY" ? "early" : "late")).map(
      ({ early, n, points }) => ({
        ...{ earlyStrategy: early, n },
        points: points.map(({ contrast, right }) => ({ contrast, right: mean(right) })),
      }),
    ),
  psychometricsByStage: async ({ answer, asOf }, { by }, { db }) =>
    (await psychometricsByStage(db, await answer(), stages[by], asOf)).map(
      ({ stage, n, nUnfitted, parameters, points }) => ({
        ...{ n, nUnfitted },
        number: typeof stage === "number" ? stage : null,
        strategy: typeof stage === "number" ? null : stage,
        biasContrast: mean(parameters.biasContrast),
        slope: mean(parameters.slope),
        lapseLeft: mean(parameters.lapseLeft),
        lapseRight: mean(parameters.lapseRight),
        points: points.map(({ contrast, right }) => ({ contrast, right: mean(right) })),
      }),
    ),
};

const stages: Readonly<Record<PsychometricStage, PsychometricStages>> = {
  FIFTH: "fifth",
  SESSION: "session",
  STRATEGY: "strategy",
};

/** Subjects that have one value of a label. */
export interface CohortGroupSource extends LabelGroup {
  readonly size: number;
}

const labels: Readonly<Record<CohortLabel, (member: CohortMember) => string | null>> = {
  EARLY_STRATEGY: ({ earlyStrategy }) => earlyStrategy,
  LATE_STRATEGY: ({ lateStrategy }) => lateStrategy,
  TRAJECTORY_CLASS: ({ trajectoryClass }) => trajectoryClass?.toUpperCase() ?? null,
  LAB: ({ lab }) => lab,
  PROJECT: ({ lab, project }) => `${lab}/${project}`,
  SEX: ({ sex }) => sex,
  STRAIN: ({ strain }) => strain,
  GENOTYPE: ({ genotype }) => genotype,
  SPECIES: ({ species }) => species,
};

export const cohortGroupResolvers: CohortGroupResolvers = {
  n: ({ mice }) => mice.length,
  early: ({ earlyMeans }) => windowMeans(earlyMeans),
  late: ({ lateMeans }) => windowMeans(lateMeans),
  trajectory: ({ mice }, args) => {
    const { n, nUnplaced, points } = findTrajectory(mice, alignmentOf(args));
    return { n, nUnplaced, points: points.map(({ at, ...point }) => ({ at, ...trajectoryMeans(point) })) };
  },
};

export const excludedSubjectResolvers: ExcludedSubjectResolvers = {
  subject: async ({ subject, asOf }, _, { at }) => {
    const row = await at(asOf).subject.load(subject);
    if (row === null) throw new Error(`cohort statistics name ${subject}, which is not there`);
    return row;
  },
  exclusion: ({ code, reason }) => ({ code, reason }),
};
