import { sql } from "kysely";
import type { ChosenTraces, TraceGrid } from "../science/dopamine/choose-traces.ts";
import type { ConditionSum } from "../science/dopamine/condition-sums.ts";
import type { Db } from "./database.ts";
import { hexOf, insertRows } from "./insert-rows.ts";
import type { SnippetSelection } from "./snippets.ts";
import { float64From, toBytes } from "./typed-bytes.ts";

/** Sums of one fibre's traces around one event. */
export interface FibreSums extends Pick<SnippetSelection, "site" | "alignment"> {
  /** What was summed. */
  readonly chosen: ChosenTraces;
  readonly sums: readonly ConditionSum[];
}

/** Identity of a session's trials and snippets, by session, of those that count and have snippets. */
export async function fetchTraceDigests(db: Db, home: string): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ session: number; digest: string }>`
    select session, digest from (${traceDigests(home)}) d`.execute(db);
  return new Map(rows.map(({ session, digest }) => [session, digest]));
}

/** Streams are hash-chained, so the hash of the last event of each kind stands for all of them. */
function traceDigests(home: string) {
  return sql<{ session: number; digest: string }>`
    select d.session, string_agg(encode(d.last_hash, 'hex'), ' ' order by d.kind) as digest
    from projection.session_digest d
    join projection.session s
      on s.home = d.home and s.session = d.session and s.to_position is null and s.excluded_reason is null
    where d.home = ${home} and d.kind in ('trial', 'snippet')
    group by d.session
    having bool_or(d.kind = 'snippet')`;
}

export async function insertTraceSums(
  db: Db,
  runId: number,
  home: string,
  {
    digests,
    fibres,
  }: { readonly digests: ReadonlyMap<number, string>; readonly fibres: readonly FibreSums[] },
): Promise<void> {
  // One statement a fibre and event: bytes as text are long.
  for (const { site, alignment, chosen, sums } of fibres) {
    await insertRows(
      db,
      "derived.trace_sum",
      sums.map(({ session, contrast, choice, outcome, n, sum, squares }) => ({
        ...{ run_id: runId, home, site, alignment, session, contrast, choice, outcome },
        digest: digests.get(session) ?? "",
        units: chosen.units,
        preprocessings: chosen.preprocessings.get(session) ?? [],
        sample_rate_hz: chosen.grid.sampleRateHz,
        offset_s: chosen.grid.offsetS,
        n_samples: chosen.grid.nSamples,
        n_trials: n,
        sums: hexOf(toBytes(sum)),
        squares: hexOf(toBytes(squares)),
      })),
    );
  }
}

/**
 * The sums that are of the present trials and snippets; null where there are none. Sessions that have changed since, or
 * that came later, are not among them.
 */
export async function fetchTraceSums(
  db: Db,
  { home, site, alignment }: SnippetSelection,
): Promise<FibreSums | null> {
  const { rows } = await sql<
    Omit<ConditionSum, "sum" | "squares"> &
      TraceGrid & { units: string; preprocessings: readonly string[]; sum: Buffer; squares: Buffer }
  >`
    select t.session, t.contrast, t.choice, t.outcome, t.n_trials as n, t.sample_rate_hz as "sampleRateHz",
           t.offset_s as "offsetS", t.n_samples as "nSamples", t.units, t.preprocessings, t.sums as sum, t.squares
    from derived.current_run r
    join derived.trace_sum t on t.run_id = r.run_id and t.site = ${site} and t.alignment = ${alignment}
      and t.units is not null
    join (${traceDigests(home)}) d on d.session = t.session and d.digest = t.digest
    where r.analysis = 'trace-sums' and r.scope = ${home}
    order by t.session, t.contrast, t.choice, t.outcome`.execute(db);
  if (rows.length === 0) return null;
  const [{ units, sampleRateHz, offsetS, nSamples }] = rows;
  return {
    site,
    alignment,
    chosen: {
      units,
      grid: { sampleRateHz, offsetS, nSamples },
      preprocessings: new Map(rows.map(({ session, preprocessings }) => [session, preprocessings])),
    },
    sums: rows.map(({ session, contrast, choice, outcome, n, sum, squares }) => ({
      ...{ session, contrast, choice, outcome, n },
      sum: float64From(sum),
      squares: float64From(squares),
    })),
  };
}
