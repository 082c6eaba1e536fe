import { sql } from "kysely";
import type { Db } from "./database.ts";
import type { RunError } from "./runs.ts";

/** Kinds of content of which the projections keep a digest for every session. */
export type ContentKind = "trial" | "stimulation" | "snippet";

/** What results are asked for: an analysis with its version and parameters, and the data that it depends on. */
export interface Wanted {
  readonly analysis: string;
  readonly analysisVersion: number;
  readonly parametersHash: Buffer;
  /** Kinds of data without which there is nothing to derive. */
  readonly requires: readonly ContentKind[];
  /** Kinds of data that the result depends on. */
  readonly reads: readonly ContentKind[];
  /** Analyses of whose newest result, whatever its data, the result depends on. */
  readonly prefers: readonly string[];
}

/** How the last answer of an analysis ended. */
export interface Answer {
  readonly runId: number;
  readonly state: "succeeded" | "failed" | "cancelled";
  readonly error: RunError | null;
  /** Whether it is of the present data, this version and these parameters. */
  readonly isPresent: boolean;
}

/** Where an analysis of one subject stands. */
export interface RunStateRow {
  readonly analysis: string;
  readonly home: string;
  /** Identity of the present data. */
  readonly inputHash: Buffer;
  /** Null where it never ended. */
  readonly answer: Answer | null;
  /** A run that waits or is at work; null where there is none. */
  readonly open: { readonly runId: number; readonly state: "pending" | "running" } | null;
}

/** The runs whose results of a subject are the newest, whatever data they are of, by analysis. */
export async function fetchNewestResults(
  db: Db,
  home: string,
  analyses: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ analysis: string; runId: number }>`
    select analysis, run_id as "runId" from derived.current_run
    where scope = ${home} and analysis = any (${[...analyses]}::text[])
    order by analysis`.execute(db);
  return new Map(rows.map(({ analysis, runId }) => [analysis, runId]));
}

/**
 * Where these analyses stand, of every subject that has data for them: one statement for a whole cohort, whatever its
 * size. A subject that has a result but no data any more is among them: its result is not of its present data.
 *
 * @param homes all subjects without it
 */
export async function fetchRunStates(
  db: Db,
  wanted: readonly Wanted[],
  homes?: readonly string[],
): Promise<readonly RunStateRow[]> {
  const own = (column: ReturnType<typeof sql>) =>
    homes === undefined ? sql`true` : sql`${column} = any (${[...homes]}::text[])`;
  const { rows } = await sql<{
    analysis: string;
    home: string;
    inputHash: Buffer;
    answer: number | null;
    state: Answer["state"] | null;
    error: RunError | null;
    isPresent: boolean | null;
    open: number | null;
    openState: "pending" | "running" | null;
  }>`
    with wanted as (
      select analysis, version, parameters_hash,
             string_to_array(requires, ' ') as requires, string_to_array(reads, ' ') as reads,
             string_to_array(prefers, ' ') as prefers
      from unnest(
        ${wanted.map((w) => w.analysis)}::text[], ${wanted.map((w) => w.analysisVersion)}::int[],
        ${wanted.map((w) => w.parametersHash)}::bytea[], ${wanted.map((w) => w.requires.join(" "))}::text[],
        ${wanted.map((w) => w.reads.join(" "))}::text[], ${wanted.map((w) => w.prefers.join(" "))}::text[]
      ) as w(analysis, version, parameters_hash, requires, reads, prefers)
    ),
    content as materialized (${contentHashes(own(sql`d.home`), own(sql`p.home`))}),
    input as (
      select w.analysis, w.version, w.parameters_hash, c.home,
             case when count(*) filter (where c.kind = any (w.requires)) = cardinality(w.requires)
               then sha256(convert_to(
                 string_agg(c.kind || ' ' || c.digest, ',' order by c.kind)
                   || coalesce((${preferredResults}), ''), 'UTF8'))
             end as input_hash
      from wanted w join content c on c.kind = any (w.reads)
      group by w.analysis, w.version, w.parameters_hash, w.requires, w.prefers, c.home
      union all
      -- What has a result, but no data left.
      select w.analysis, w.version, w.parameters_hash, s.home, null
      from wanted w cross join projection.subject s
      where s.to_position is null and ${own(sql`s.home`)}
        and not exists (select from content c where c.home = s.home and c.kind = any (w.reads))
        and exists (select from derived.run r where r.analysis = w.analysis and r.scope = s.home and r.state = 'succeeded')
    )
    select i.analysis, i.home, coalesce(i.input_hash, ${NO_DATA}) as "inputHash",
           a.run_id as answer, a.state, a.error,
           a.analysis_version = i.version and a.parameters_hash = i.parameters_hash
             and a.input_hash = coalesce(i.input_hash, ${NO_DATA}) as "isPresent",
           o.run_id as open, o.state as "openState"
    from input i
    left join lateral (
      select r.run_id, r.state, r.error, r.analysis_version, r.parameters_hash, r.input_hash
      from derived.run r
      where r.analysis = i.analysis and r.scope = i.home and r.state in ('succeeded', 'failed', 'cancelled')
      order by r.input_position desc, r.run_id desc
      limit 1
    ) a on true
    left join lateral (
      select r.run_id, r.state from derived.run r
      where r.analysis = i.analysis and r.scope = i.home and r.state = 'pending'
      union all
      select r.run_id, r.state from derived.run r
      where r.analysis = i.analysis and r.scope = i.home and r.state = 'running'
      limit 1
    ) o on true
    where i.input_hash is not null or a.state = 'succeeded'
       or a.state is not null and a.input_hash = ${NO_DATA}
    order by i.analysis, i.home`.execute(db);
  return rows.map((row) => ({
    analysis: row.analysis,
    home: row.home,
    inputHash: row.inputHash,
    answer:
      row.answer === null || row.state === null
        ? null
        : { runId: row.answer, state: row.state, error: row.error, isPresent: row.isPresent === true },
    open: row.open === null || row.openState === null ? null : { runId: row.open, state: row.openState },
  }));
}

/** Identity of the newest results that an analysis prefers; null where there are none. */
const preferredResults = sql`
  select string_agg(',' || r.analysis || ' ' || encode(r.result_digest, 'hex'), '' order by r.analysis)
  from derived.current_run r where r.scope = c.home and r.analysis = any (w.prefers)`;

/** Identity of the input of a subject that has no data left. */
const NO_DATA = sql`'\\x00'::bytea`;

/**
 * A query of (home, kind, digest): what identifies the data of each kind. Streams are hash-chained, so the hash of a
 * session's last event of a kind stands for all of them. What snippets mean depends on where their fibre lies.
 */
function contentHashes(ownDigests: ReturnType<typeof sql>, ownSites: ReturnType<typeof sql>) {
  return sql`
    select d.home, d.kind,
           encode(sha256(convert_to(string_agg(
             d.session || ' ' || s.boundaries_known || ' ' || encode(d.last_hash, 'hex'), ',' order by d.session
           ) || coalesce(' ' || min(p.sites), ''), 'UTF8')), 'hex') as digest
    from projection.session_digest d
    join projection.session s
      on s.home = d.home and s.session = d.session and s.to_position is null and s.excluded_reason is null
    left join (
      select p.home, string_agg(p.site || ' ' || p.region || ' ' || p.hemisphere, ',' order by p.site) as sites
      from projection.recording_site p
      where p.to_position is null and ${ownSites}
      group by p.home
    ) p on p.home = d.home and d.kind = 'snippet'
    where ${ownDigests}
    group by d.home, d.kind`;
}

/** The subjects of every project that are not left out by their lab, by `lab/project`, in order. */
export async function fetchProjectMembers(db: Db): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ cohort: string; homes: readonly string[] }>`
    select lab || '/' || project as cohort, array_agg(home order by home) as homes
    from projection.subject
    where to_position is null and excluded_reason is null
    group by lab, project
    order by lab, project`.execute(db);
  return new Map(rows.map(({ cohort, homes }) => [cohort, homes]));
}

/** Position that the projections have reached. */
export async function projectedPosition(db: Db): Promise<number> {
  const { rows } = await sql<{ position: number }>`
    select position from projection.checkpoint where name = 'projections'`.execute(db);
  return rows[0].position;
}

/** Where an analysis of one cohort stands; its input is put together from those of its subjects. */
export interface CohortAnswerRow {
  readonly analysis: string;
  readonly cohort: string;
  readonly answer: Omit<Answer, "isPresent"> & {
    readonly analysisVersion: number;
    readonly parametersHash: Buffer;
    readonly inputHash: Buffer;
  };
}

/** The newest answer of each of these analyses of cohorts, of every cohort that has one. */
export async function fetchCohortAnswers(
  db: Db,
  analyses: readonly string[],
): Promise<readonly CohortAnswerRow[]> {
  const { rows } = await sql<{ analysis: string; cohort: string } & CohortAnswerRow["answer"]>`
    select distinct on (analysis, scope) analysis, scope as cohort, run_id as "runId", state, error,
           analysis_version as "analysisVersion", parameters_hash as "parametersHash", input_hash as "inputHash"
    from derived.run
    where cohort is not null and analysis = any (${[...analyses]}::text[])
      and state in ('succeeded', 'failed', 'cancelled')
    order by analysis, scope, input_position desc, run_id desc`.execute(db);
  return rows.map(({ analysis, cohort, ...answer }) => ({ analysis, cohort, answer }));
}
