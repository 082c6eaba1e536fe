import { sql } from "kysely";
import { SaddlepointError } from "../errors.ts";
import type { Db } from "./database.ts";

/*
 * What was known at a position of the log.
 *
 * Projection rows say for which stretch of the log they were true, so a past answer is a choice of rows: nothing is
 * replayed, and what is appended later cannot change it. A position beyond what the projections have reached would
 * have an answer that still changes, and is refused (asOfPosition). Results answer by the position that their input
 * was known from: that of the newest known input, and of several runs over it the first, since a later one (of
 * another version, say) was not there to be read.
 */

/** The last position that counts; undefined asks for what is known now. */
export type AsOf = number | undefined;

export type AsOfQuestion = { readonly position: number } | { readonly time: Date };

/**
 * The position that a question as of a position or a time is about. Events count that were recorded up to that
 * time; a time behind the last event gives the last position, so ask again by the position that came out.
 *
 * @throws SaddlepointError AS_OF_AHEAD where the projections have not come that far
 */
export async function asOfPosition(db: Db, asked: AsOfQuestion): Promise<number> {
  const { rows } = await sql<{ projected: number; now: Date }>`
    select c.position as projected, clock_timestamp() as now
    from projection.checkpoint c where c.name = 'projections'`.execute(db);
  const { projected, now } = rows[0];
  if ("time" in asked && asked.time > now) {
    throw ahead(`${asked.time.toISOString()} has not come yet`, asked.time.toISOString());
  }
  const position = "position" in asked ? asked.position : await positionAt(db, asked.time);
  if (position > projected) {
    throw ahead(`position ${position} is asked for, and the projections have reached ${projected}`, position);
  }
  return position;
}

async function positionAt(db: Db, time: Date): Promise<number> {
  const { rows } = await sql<{ position: number }>`select access.position_at(${time}) as position`.execute(
    db,
  );
  return rows[0].position;
}

function ahead(message: string, value: unknown): SaddlepointError {
  return new SaddlepointError(
    "AS_OF_AHEAD",
    message,
    "Ask for an earlier position or time, or wait until the projections have come there.",
    { field: "asOf", value },
  );
}

/** Whether a projection's row was true: for unpartitioned tables, whose keys hold the past too. */
export function isTrueAt(alias: string, asOf: AsOf) {
  const [from, to] = [sql.ref(`${alias}.from_position`), sql.ref(`${alias}.to_position`)];
  return asOf === undefined
    ? sql<boolean>`${to} is null`
    : sql<boolean>`(${from} <= ${asOf} and (${to} is null or ${to} > ${asOf}))`;
}

/** `isTrueAt` as text, for statements that take no parameters, such as COPY. */
export function isTrueAtText(alias: string, asOf: AsOf): string {
  if (asOf === undefined) return `${alias}.to_position is null`;
  const at = BigInt(asOf);
  return `(${alias}.from_position <= ${at} and (${alias}.to_position is null or ${alias}.to_position > ${at}))`;
}

/**
 * The rows of a partitioned table that were true and fulfil `condition` (on `p`), to select from. Current and past
 * rows are in an index each, so each part takes its own.
 */
export function rowsAsOfText(
  table: "projection.trial" | "projection.snippet",
  condition: string,
  asOf: AsOf,
): string {
  const current = `select * from ${table} p where ${condition} and p.to_position is null`;
  if (asOf === undefined) return `(${current})`;
  const at = BigInt(asOf);
  return `(${current} and p.from_position <= ${at}
    union all
    select * from ${table} p where ${condition} and p.to_position > ${at} and p.from_position <= ${at})`;
}

/** `rowsAsOfText` of trials, with parameters. */
export function trialsAsOf(condition: ReturnType<typeof sql>, asOf: AsOf) {
  return asOf === undefined
    ? sql`(select * from projection.trial p where ${condition} and p.to_position is null)`
    : sql`(select * from projection.trial p
           where ${condition} and p.to_position is null and p.from_position <= ${asOf}
           union all
           select * from projection.trial p
           where ${condition} and p.to_position > ${asOf} and p.from_position <= ${asOf})`;
}

interface KnownRun {
  readonly run_id: number;
  readonly analysis: string;
  readonly home: string;
}

/**
 * The runs whose results count, one of each analysis and subject, to select from. A subject is named by the scope of its
 * runs, which is what the newest of them are found by: a condition on another column would be looked at after all
 * subjects' newest runs were found.
 */
export function runsAsOf(asOf: AsOf) {
  return asOf === undefined
    ? sql<KnownRun>`(select run_id, analysis, scope as home from derived.current_run)`
    : sql<KnownRun>`(
        select distinct on (analysis, scope) run_id, analysis, scope as home
        from derived.run
        where state = 'succeeded' and input_position <= ${asOf}
        order by analysis, scope, input_position desc, run_id)`;
}
