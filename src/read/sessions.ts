import { sql } from "kysely";
import { type AsOf, isTrueAt, runsAsOf, trialsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";
import { groupBy } from "./group-by.ts";
import { givenRows, isAmong } from "./keys.ts";
import { type Page, pagesOf, type SubjectPageRequest } from "./pages.ts";

/** A session as the projections know it now. */
export interface SessionRow {
  /** The subject: lab/project/subject. */
  readonly home: string;
  readonly number: number;
  readonly startedAt: Date | null;
  readonly rig: string | null;
  readonly taskVersion: string | null;
  readonly boundariesKnown: boolean;
  /** The position at which all this was true; now without it. */
  readonly asOf?: AsOf;
}

/** Measures of one session, with the run that derived them. */
export interface SessionMeasuresRow {
  readonly runId: number;
  readonly home: string;
  readonly session: number;
  readonly nUsed: number;
  readonly nZeroContrast: number;
  readonly leftSlope: number | null;
  readonly rightSlope: number | null;
  readonly bias: number | null;
  readonly accuracy: number | null;
  readonly carried: boolean;
  readonly psychometricCounts: readonly {
    readonly contrast: number;
    readonly nRight: number;
    readonly n: number;
  }[];
}

/** One page of a subject's sessions for each request, in the order of the requests, by one statement. */
export async function fetchSessionPages(
  db: Db,
  requests: readonly SubjectPageRequest<number>[],
  asOf?: AsOf,
): Promise<readonly Page<SessionRow>[]> {
  const { rows } = await sql<SessionRow & { request: number }>`
    select k.request::int as request, t.home, t.session as number, t.started_at as "startedAt", t.rig,
           t.task_version as "taskVersion", t.boundaries_known as "boundariesKnown"
    from ${givenRows({
      home: ["text", requests.map((r) => r.home)],
      after_session: ["int", requests.map((r) => r.after ?? 0)],
      n_rows: ["int", requests.map((r) => r.first)],
    })}
    cross join lateral (
      select * from projection.session p
      where p.home = k.home and p.session > k.after_session and ${isTrueAt("p", asOf)}
      order by p.session
      limit k.n_rows + 1
    ) t
    order by k.request, t.session`.execute(db);
  return pagesOf(requests, rows);
}

/** Number of sessions of each of these subjects that has any. */
export async function countSessions(
  db: Db,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ home: string; n: number }>`
    select p.home, count(*) as n from projection.session p
    where ${isAmong("p.home", homes)} and ${isTrueAt("p", asOf)}
    group by p.home`.execute(db);
  return new Map(rows.map(({ home, n }) => [home, n]));
}

/** Number of trials of each session of these subjects that has any, in order. */
export async function countTrials(
  db: Db,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, readonly { readonly session: number; readonly n: number }[]>> {
  const rows = await db
    .selectFrom(
      sql<{
        home: string;
        session: number;
      }>`${trialsAsOf(isAmong("p.home", homes), asOf)}`.as("t"),
    )
    .select(["t.home", "t.session", sql<number>`count(*)`.as("n")])
    .groupBy(["t.home", "t.session"])
    .orderBy("t.home")
    .orderBy("t.session")
    .execute();
  return groupBy(rows, (row) => row.home);
}

/** Measures of the sessions of these subjects, by subject, in order; absent where none were derived. */
export async function fetchSessionMeasures(
  db: Db,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, readonly SessionMeasuresRow[]>> {
  const rows = await db
    .selectFrom(runsAsOf(asOf).as("r"))
    .innerJoin("derived.session_measure as m", "m.run_id", "r.run_id")
    .select([
      "m.run_id as runId",
      "m.home",
      "m.session",
      "m.n_used as nUsed",
      "m.n_zero_contrast as nZeroContrast",
      "m.left_slope as leftSlope",
      "m.right_slope as rightSlope",
      "m.bias",
      "m.accuracy",
      "m.carried",
      "m.psychometric_counts as psychometricCounts",
    ])
    .where("r.analysis", "=", "session-measures")
    .where(isAmong("r.home", homes))
    .orderBy("m.home")
    .orderBy("m.session")
    .execute();
  return groupBy(rows, (row) => row.home);
}
