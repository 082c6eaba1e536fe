/** What the fibres of several subjects say together: pure, the same for a stored cohort and for one that is asked for. */
import type { StoredFibre, StoredStage } from "../read/dopamine-encoding.ts";
import type { StoredAssociation } from "../read/insert-encoding.ts";
import { type AcrossSessions, acrossSessions } from "../science/dopamine/across-sessions.ts";
import type { AccountComparison } from "../science/dopamine/compare-accounts.ts";
import { decideTogether } from "../science/dopamine/decide-together.ts";
import { adjustedP } from "../science/dopamine/false-discovery.ts";
import { type Mean, meanWithInterval } from "../science/statistics/intervals.ts";
import { type StrategyLabel, strategyLabels } from "../science/strategies/label.ts";
import { associationsBySide, sessionSeries } from "./encode-subject.ts";

/** A fibre with its stages; its associations are those of its subject. */
export interface CohortFibre {
  readonly fibre: StoredFibre;
  readonly stages: readonly StoredStage[];
  readonly associations: readonly StoredAssociation[];
}

/** Permutation p of one regressor in one stage, corrected. */
export type AdjustedPlace = readonly [
  alignment: StoredStage["alignment"],
  stage: StoredStage["stage"],
  number: number,
  regressor: string,
  p: number,
];

/**
 * Permutation p-values corrected together over all fibres, stages and regressors of each alignment and kind of stage
 * (Benjamini & Hochberg), by fibre.
 */
export function adjustOverCohort(
  fibres: readonly Pick<CohortFibre, "stages">[],
): readonly (readonly AdjustedPlace[])[] {
  const adjusted = fibres.map((): AdjustedPlace[] => []);
  for (const stages of familiesOf(fibres)) {
    const family = stages.flatMap(({ fibre, stage }) =>
      stage.coefficients.map(({ regressor, permutationP: p }) => ({ fibre, stage, regressor, p })),
    );
    adjustedP(family.map(({ p }) => p)).forEach((p, k) => {
      const { fibre, stage, regressor } = family[k];
      if (p !== null) adjusted[fibre].push([stage.alignment, stage.stage, stage.number, regressor, p]);
    });
  }
  return adjusted;
}

/** The account that one stage is decided to follow, among a cohort's. */
export type DecidedPlace = readonly [
  alignment: StoredStage["alignment"],
  stage: StoredStage["stage"],
  number: number,
  decided: AccountComparison["decided"],
];

/**
 * Partial and total account decided together over all fibres and stages of each alignment and kind of stage, by fibre;
 * nothing of stages that are held to no account.
 */
export function decideOverCohort(
  fibres: readonly Pick<CohortFibre, "stages">[],
): readonly (readonly DecidedPlace[])[] {
  const decided = fibres.map((): DecidedPlace[] => []);
  for (const stages of familiesOf(fibres)) {
    const family = stages.filter(({ stage }) => stage.decided !== null);
    decideTogether(family.map(({ stage }) => stage)).forEach((account, k) => {
      const { fibre, stage } = family[k];
      decided[fibre].push([stage.alignment, stage.stage, stage.number, account]);
    });
  }
  return decided;
}

/** What is corrected and decided together: the stages of one kind around one event, with the place of their fibre. */
function familiesOf(fibres: readonly Pick<CohortFibre, "stages">[]) {
  const families = new Map<string, { readonly fibre: number; readonly stage: StoredStage }[]>();
  fibres.forEach(({ stages }, fibre) => {
    for (const stage of stages) {
      const key = `${stage.alignment} ${stage.stage}`;
      const family = families.get(key) ?? [];
      families.set(key, family);
      family.push({ fibre, stage });
    }
  });
  return families.values();
}

/** Whether each fibre's coefficients follow its own subject's associations more than those of the other subjects. */
export function followOwnAssociations(
  fibres: readonly CohortFibre[],
): readonly (AcrossSessions & { readonly adjustedP: number | null })[] {
  const found = fibres.map(({ fibre, stages, associations }) => {
    const others = new Map(
      fibres.flatMap((other) =>
        other.fibre.home === fibre.home || other.associations.length === 0
          ? []
          : [[other.fibre.home, associationsBySide(other.associations, fibre.hemisphere)] as const],
      ),
    );
    return acrossSessions(sessionSeries(sessionCoefficientsOf(stages), associations, fibre.hemisphere), [
      ...others.values(),
    ]);
  });
  const adjusted = adjustedP(found.map(({ p }) => p));
  return found.map((each, k) => ({ ...each, adjustedP: adjusted[k] }));
}

function sessionCoefficientsOf(stages: readonly StoredStage[]) {
  return stages.flatMap(({ alignment, stage, number, coefficients }) => {
    if (alignment !== "stimulus" || stage !== "session") return [];
    const estimate = (name: string) =>
      coefficients.find(({ regressor }) => regressor === name)?.estimate ?? null;
    return [
      { session: number, contralateral: estimate("contralateral"), ipsilateral: estimate("ipsilateral") },
    ];
  });
}

/** One stage of one fibre, with how its subject began, its corrected p-values and what it is decided to follow. */
export interface GroupedStage {
  readonly early: StrategyLabel | null;
  readonly stage: StoredStage;
  /** Among the cohort's; null around choices. */
  readonly decided: AccountComparison["decided"] | null;
  /** By regressor. */
  readonly adjusted: ReadonlyMap<string, number>;
}

export interface RegressorGroup {
  readonly regressor: string;
  /** Over subjects, a subject's fibres being averaged first. */
  readonly estimate: Mean;
  readonly uniqueRSquared: Mean;
  /** Fibres whose corrected p is at most .05, of those that have one. */
  readonly nSignificant: number;
  readonly nTested: number;
}

/** What the fibres of the subjects that began alike encode around one event. */
export interface EncodingGroup {
  readonly early: StrategyLabel | null;
  readonly alignment: StoredStage["alignment"];
  readonly nSubjects: number;
  readonly nFibres: number;
  readonly regressors: readonly RegressorGroup[];
  readonly crossValidatedRSquared: Mean;
  /** Of the correlations with the partial and the total account; of nobody around choices. */
  readonly differenceR: Mean;
  readonly nPartial: number;
  readonly nTotal: number;
  readonly nUndecided: number;
}

const SIGNIFICANT = 0.05;

/** By early strategy, in the order of strategyLabels with none last, and alignment. */
export function encodingGroups(stages: readonly GroupedStage[]): readonly EncodingGroup[] {
  return [...strategyLabels, null].flatMap((early) =>
    (["stimulus", "choice", "outcome"] as const).flatMap((alignment) => {
      const own = stages.filter((each) => each.early === early && each.stage.alignment === alignment);
      return own.length === 0 ? [] : [groupOf(own, early, alignment)];
    }),
  );
}

function groupOf(
  own: readonly GroupedStage[],
  early: StrategyLabel | null,
  alignment: StoredStage["alignment"],
): EncodingGroup {
  const decisions = (account: AccountComparison["decided"]) =>
    own.filter(({ decided }) => decided === account).length;
  return {
    early,
    alignment,
    nSubjects: new Set(own.map(({ stage }) => stage.home)).size,
    nFibres: own.length,
    regressors: own[0].stage.coefficients.map(({ regressor }) => {
      const coefficient = ({ stage }: GroupedStage) =>
        stage.coefficients.find((c) => c.regressor === regressor);
      const tested = own.flatMap(({ adjusted }) => adjusted.get(regressor) ?? []);
      return {
        regressor,
        estimate: overSubjects(own, (each) => coefficient(each)?.estimate ?? null),
        uniqueRSquared: overSubjects(own, (each) => coefficient(each)?.uniqueRSquared ?? null),
        nSignificant: tested.filter((p) => p <= SIGNIFICANT).length,
        nTested: tested.length,
      };
    }),
    crossValidatedRSquared: overSubjects(own, ({ stage }) => stage.crossValidatedRSquared),
    differenceR: overSubjects(own, ({ stage }) => stage.differenceR),
    nPartial: decisions("partial"),
    nTotal: decisions("total"),
    nUndecided: decisions("undecided"),
  };
}

function overSubjects(own: readonly GroupedStage[], pick: (each: GroupedStage) => number | null): Mean {
  const bySubject = new Map<string, number[]>();
  for (const each of own) {
    const value = pick(each);
    if (value === null) continue;
    const values = bySubject.get(each.stage.home) ?? [];
    bySubject.set(each.stage.home, values);
    values.push(value);
  }
  return meanWithInterval([...bySubject.values()].map((v) => v.reduce((sum, x) => sum + x, 0) / v.length));
}
