import { meanTraces, type TraceCondition } from "../../analyses/dopamine-traces.ts";
import type { SnippetAlignment } from "../../read/snippets.ts";
import type { QueryResolvers, RecordingSiteResolvers } from "../schema.generated.ts";
import { subjectId } from "../subject-filter.ts";

export const recordingSiteResolvers: RecordingSiteResolvers = {
  id: ({ home, site }) => `${home}/site:${site}`,
  name: ({ site }) => site,
  hemisphere: ({ hemisphere }) => (hemisphere === "left" ? "LEFT" : "RIGHT"),
};

/** @throws SaddlepointError for an id that is none */
export const meanTracesResolver: NonNullable<QueryResolvers["meanTraces"]> = async (
  _,
  args,
  { pool, db, loaders },
) => {
  const selection = {
    home: subjectId(args.subject),
    site: args.site,
    alignment: args.alignment.toLowerCase() as SnippetAlignment,
  };
  const by = args.by.map((condition) => condition.toLowerCase() as TraceCondition);
  const found = await meanTraces(pool, db, selection, by, (home) => loaders.trialInput.load(home));
  return (
    found && {
      nSnippets: found.nSnippets,
      units: found.units,
      timeS: Array.from(found.timeS),
      traces: found.traces.map(({ mean, low, high, ...trace }) => ({
        ...trace,
        mean: finite(mean),
        low: low && finite(low),
        high: high && finite(high),
      })),
    }
  );
};

/** Numbers as JSON has them. */
export function finite(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : null));
}
