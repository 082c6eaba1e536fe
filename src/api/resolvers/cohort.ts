import type { CohortAnswer } from "../../analyses/cohort.ts";
import type { SubjectFilter } from "../../read/subject-filter.ts";
import { countSubjects } from "../../read/subjects.ts";
import type {
  CohortResolvers,
  Correlation,
  ExcludedSubjectResolvers,
  Interval,
  Mean,
} from "../schema.generated.ts";
import { subjectConnection } from "./query.ts";

type Statistics = CohortAnswer["statistics"];

/** A cohort whose statistics are computed when one of them is asked for. */
export interface CohortSource {
  readonly filter: SubjectFilter;
  readonly answer: () => Promise<CohortAnswer>;
}

export interface ExcludedSource {
  /** lab/project/subject */
  readonly subject: string;
  readonly code: string;
  readonly reason: string;
}

export const cohortResolvers: CohortResolvers = {
  size: ({ filter }, _, { db }) => countSubjects(db, filter),
  simulated: async ({ filter }, _, { db }) =>
    filter.simulated ?? (await countSubjects(db, { ...filter, simulated: true })) > 0,
  subjects: ({ filter }, args, context) => subjectConnection(context, filter, args),
  n: async ({ answer }) => (await answer()).statistics.n,
  excluded: async ({ answer }) => (await answer()).excluded,
  meanTrajectory: async ({ answer }) =>
    (await answer()).statistics.trajectory.map(({ at, n, nEnded, ...point }) => ({
      session: at,
      n,
      nEnded,
      leftSlope: mean(point.leftSlope),
      rightSlope: mean(point.rightSlope),
      bias: mean(point.bias),
      accuracy: mean(point.accuracy),
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
};

export const excludedSubjectResolvers: ExcludedSubjectResolvers = {
  subject: async ({ subject }, _, { loaders }) => {
    const row = await loaders.subject.load(subject);
    if (row === null) throw new Error(`cohort statistics name ${subject}, which is not there`);
    return row;
  },
  exclusion: ({ code, reason }) => ({ code, reason }),
};

function correlation({ r, ci, p, n }: Statistics["earlyBiasLateSlope"]): Correlation {
  return { r, ci: interval(ci), p, n };
}

function mean({ mean: value, ci, n }: Statistics["trajectory"][number]["bias"]): Mean {
  return { mean: value, ci: interval(ci), n };
}

function interval(ci: readonly [number, number] | null): Interval | null {
  return ci === null ? null : { low: ci[0], high: ci[1] };
}
