import { createHash } from "node:crypto";
import { SaddlepointError } from "../errors.ts";
import type { AsOf } from "../read/as-of.ts";
import { fetchMeasuredSubjects, type MeasuredSubject } from "../read/cohort-measures.ts";
import type { Db } from "../read/database.ts";
import type { SubjectFilter, SubjectMeasure } from "../read/subject-filter.ts";
import { adjustedP } from "../science/dopamine/false-discovery.ts";
import { compareGroups, type GroupComparison } from "../science/statistics/comparison.ts";
import type { LeftOut } from "./cohort.ts";
import { COHORT_SEED } from "./cohort-findings.ts";
import { RecentAnswers } from "./recent-answers.ts";

/** One measure of two cohorts. */
export interface MeasureComparison extends GroupComparison {
  readonly measure: SubjectMeasure;
  /** p over the measures that were asked for together (Benjamini and Hochberg); null where p is. */
  readonly adjustedP: number | null;
}

export interface CohortComparison {
  /** Subjects that the filters select. */
  readonly sizeA: number;
  readonly sizeB: number;
  readonly excluded: readonly LeftOut[];
  readonly measures: readonly MeasureComparison[];
}

/** Measured subjects whose comparisons are kept: they depend on nothing but the measures. */
const MAX_KEPT_SUBJECTS = 20_000;

/** What an answer weighs beside its subjects: one of nobody is kept too. */
const ANSWER_WEIGHT = 100;

const recentComparisons = new RecentAnswers<readonly MeasureComparison[]>(MAX_KEPT_SUBJECTS);

/**
 * Compares the subjects that two filters select, by their results now or as of a position.
 *
 * @throws SaddlepointError COHORTS_OVERLAP: chance is told by exchanging mice, which a mouse in both cannot be
 */
export async function compareCohorts(
  db: Db,
  filters: { readonly a: SubjectFilter; readonly b: SubjectFilter },
  measures: readonly SubjectMeasure[],
  asOf?: AsOf,
): Promise<CohortComparison> {
  const a = await fetchMeasuredSubjects(db, filters.a, asOf);
  const b = await fetchMeasuredSubjects(db, filters.b, asOf);
  const inA = new Set(a.map(({ home }) => home));
  const nBoth = b.filter(({ home }) => inA.has(home)).length;
  if (nBoth > 0) {
    throw new SaddlepointError(
      "COHORTS_OVERLAP",
      `${nBoth} subject${nBoth === 1 ? " is" : "s are"} in both cohorts`,
      "Compare cohorts that have nobody in common, for example a filter with its negation.",
      { field: "b", value: nBoth },
    );
  }
  const [own, other] = [a.filter(isCounted), b.filter(isCounted)];
  const identity = createHash("sha256")
    .update(JSON.stringify([measures, own, other]))
    .digest("base64");
  return {
    sizeA: a.length,
    sizeB: b.length,
    excluded: [...a, ...b].flatMap(leftOut),
    measures: await recentComparisons.get(identity, own.length + other.length + ANSWER_WEIGHT, async () =>
      compareMeasures(own, other, measures),
    ),
  };
}

function compareMeasures(
  a: readonly MeasuredSubject[],
  b: readonly MeasuredSubject[],
  measures: readonly SubjectMeasure[],
): readonly MeasureComparison[] {
  const found = measures.map((measure) => {
    const of = (subjects: readonly MeasuredSubject[]) => subjects.map((subject) => subject.measures[measure]);
    return { measure, ...compareGroups(of(a), of(b), { seed: COHORT_SEED }) };
  });
  const adjusted = adjustedP(found.map(({ p }) => p));
  return found.map((each, k) => ({ ...each, adjustedP: adjusted[k] }));
}

const isCounted = ({ excludedReason, strategyRun }: MeasuredSubject) =>
  excludedReason === null && strategyRun !== null;

function leftOut({ home: subject, excludedReason, strategyRun }: MeasuredSubject): readonly LeftOut[] {
  if (excludedReason !== null) return [{ subject, code: "EXCLUDED_BY_LAB", reason: excludedReason }];
  return strategyRun === null
    ? [{ subject, code: "NOT_DERIVED", reason: "its strategies are not derived yet" }]
    : [];
}
