import { compareCohorts } from "../../analyses/cohort-comparison.ts";
import { subjectMeasures } from "../../read/subject-filter.ts";
import { askedAsOf } from "../as-of.ts";
import { interval } from "../interval.ts";
import type { QueryResolvers } from "../schema.generated.ts";
import { subjectFilter } from "../subject-filter.ts";
import { mean } from "./cohort-values.ts";

/** @throws SaddlepointError COHORTS_OVERLAP, and as subjectFilter */
export const compareCohortsResolver: NonNullable<QueryResolvers["compareCohorts"]> = async (
  _,
  args,
  context,
) => {
  const asOf = await askedAsOf(context, args.asOf);
  const [a, b] = [
    await subjectFilter(context.db, args.a, asOf),
    await subjectFilter(context.db, args.b, asOf),
  ];
  const measures = [...new Set(args.measures ?? subjectMeasures)];
  const { excluded, ...found } = await compareCohorts(context.db, { a, b }, measures, asOf);
  return {
    ...found,
    excluded: excluded.map((each) => ({ ...each, asOf })),
    measures: found.measures.map(({ a, b, ci, hedgesGCi, ...each }) => ({
      ...each,
      ...{ a: mean(a), b: mean(b), ci: interval(ci), hedgesGCi: interval(hedgesGCi) },
    })),
  };
};
