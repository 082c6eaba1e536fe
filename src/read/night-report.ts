import { sql } from "kysely";
import type { Db } from "./database.ts";
import type { NightRow } from "./nights.ts";
import type { RunError } from "./runs.ts";

/** What a night's report is made from; each question is one statement for the whole instance. */

export interface AnalysisTally {
  readonly analysis: string;
  readonly succeeded: number;
  readonly failed: number;
  /** Cancelled, or nothing was left to derive. */
  readonly dropped: number;
  /** Of those that ended, the ones that took more than one attempt. */
  readonly retried: number;
  readonly durationS: number;
  readonly cpuS: number | null;
  readonly peakMemoryBytes: number | null;
}

/** How the runs of a night ended, by analysis. */
export async function tallyNight(db: Db, nightId: number): Promise<readonly AnalysisTally[]> {
  const { rows } = await sql<AnalysisTally>`
    select analysis,
           count(*) filter (where state = 'succeeded')::int as succeeded,
           count(*) filter (where state = 'failed')::int as failed,
           count(*) filter (where state in ('cancelled', 'superseded'))::int as dropped,
           count(*) filter (where attempts > 1)::int as retried,
           coalesce(sum(duration_s) filter (where state in ('succeeded', 'failed')), 0) as "durationS",
           sum(cpu_s) as "cpuS", max(peak_memory_bytes) as "peakMemoryBytes"
    from derived.run where night_id = ${nightId}
    group by analysis
    order by analysis`.execute(db);
  return rows;
}

export interface NightFailure {
  readonly runId: number;
  readonly analysis: string;
  readonly scope: string;
  readonly error: RunError;
}

export async function listNightFailures(db: Db, nightId: number): Promise<readonly NightFailure[]> {
  const { rows } = await sql<NightFailure>`
    select run_id as "runId", analysis, scope, error from derived.run
    where night_id = ${nightId} and state = 'failed'
    order by analysis, scope, run_id`.execute(db);
  return rows;
}

/** How many runs ended since a moment that were of no night. */
export async function countRunsByDay(db: Db, since: Date | null): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from derived.run
    where night_id is null and state in ('succeeded', 'failed')
      and finished_at > coalesce(${since}::timestamptz, '-infinity')`.execute(db);
  return rows[0].n;
}

export interface EarlierNight {
  readonly nightId: number;
  readonly night: string;
  readonly finishedAt: Date;
  readonly durationS: number;
  readonly planningS: number | null;
  readonly nRuns: number;
  readonly nFailed: number;
}

/** The nights that finished before this one began, the newest first. */
export async function listEarlierNights(
  db: Db,
  night: NightRow,
  limit: number,
): Promise<readonly EarlierNight[]> {
  const { rows } = await sql<EarlierNight>`
    select night_id as "nightId", night::text as night, finished_at as "finishedAt", planning_s as "planningS",
           (report->>'durationS')::float8 as "durationS", (report->>'nRuns')::int as "nRuns",
           (report->>'nFailed')::int as "nFailed"
    from derived.night
    where finished_at is not null and report is not null and night_id <> ${night.nightId} and due_at <= ${night.dueAt}
    order by due_at desc, night_id desc
    limit ${limit}`.execute(db);
  return rows;
}

/**
 * The runs of an analysis whose result is not what it was at a moment, by scope: the run that was current then, null
 * where there was none, and the one that is now.
 */
function changedRuns(analysis: string, since: Date | null) {
  return sql`(
    select c.scope, b.run_id as before, a.run_id as after
    from (
      select distinct scope from derived.run
      where analysis = ${analysis} and state = 'succeeded'
        and finished_at > coalesce(${since}::timestamptz, '-infinity')
    ) c
    cross join lateral (
      select r.run_id from derived.run r
      where r.analysis = ${analysis} and r.scope = c.scope and r.state = 'succeeded'
      order by r.input_position desc, r.run_id desc
      limit 1
    ) a
    left join lateral (
      select r.run_id from derived.run r
      where r.analysis = ${analysis} and r.scope = c.scope and r.state = 'succeeded'
        and r.finished_at <= ${since}::timestamptz
      order by r.input_position desc, r.run_id desc
      limit 1
    ) b on true
  )`;
}

/** How a subject began, ended, leans, and what it does now; each null where it is not told. */
export interface StrategyState {
  readonly early: string | null;
  readonly late: string | null;
  readonly trajectoryClass: string | null;
  /** Of the newest segment. */
  readonly present: string | null;
}

export interface Moved<State> {
  readonly subject: string;
  readonly before: State | null;
  readonly after: State;
}

/** Subjects whose strategies were derived since a moment, with those that they had then. */
export async function listStrategies(db: Db, since: Date | null): Promise<readonly Moved<StrategyState>[]> {
  const state = (run: string) => sql`
    (select jsonb_build_object('early', s.early_strategy, 'late', s.late_strategy,
        'trajectoryClass', s.trajectory_class, 'present', (
          select g.label from derived.strategy_segment g where g.run_id = s.run_id order by g.ordinal desc limit 1))
     from derived.subject_strategy s where s.run_id = ${sql.ref(run)})`;
  const { rows } = await sql<Moved<StrategyState>>`
    select c.scope as subject, ${state("c.before")} as before, ${state("c.after")} as after
    from ${changedRuns("strategy-segments", since)} c
    order by c.scope`.execute(db);
  return rows;
}

/** What a fibre's responses to stimulus and outcome were decided to carry: partial, total or undecided errors. */
export interface EncodingState {
  readonly stimulus: string | null;
  readonly outcome: string | null;
}

export interface MovedFibre extends Moved<EncodingState> {
  readonly site: string;
}

/** Fibres whose encoding was derived since a moment, with what they had then. */
export async function listEncodings(db: Db, since: Date | null): Promise<readonly MovedFibre[]> {
  const state = (run: string) => sql`
    (select jsonb_build_object(
        'stimulus', max(s.decided) filter (where s.alignment = 'stimulus'),
        'outcome', max(s.decided) filter (where s.alignment = 'outcome'))
     from derived.dopamine_stage s
     where s.run_id = ${sql.ref(run)} and s.site = f.site and s.stage = 'all'
     having count(*) > 0)`;
  const { rows } = await sql<MovedFibre>`
    select c.scope as subject, f.site, ${state("c.before")} as before, ${state("c.after")} as after
    from ${changedRuns("dopamine-encoding", since)} c
    join derived.dopamine_fibre f on f.run_id = c.after
    order by c.scope, f.site`.execute(db);
  return rows;
}

/** Which learning rule learns as a subject does, and whether that is sure. */
export interface VerdictState {
  readonly winner: string;
  readonly sure: boolean;
}

/** Subjects whose networks were refit since a moment, with the verdict that they had then. */
export async function listVerdicts(db: Db, since: Date | null): Promise<readonly Moved<VerdictState>[]> {
  const state = (run: string) => sql`
    (select jsonb_build_object('winner', v.winner, 'sure', v.sure)
     from derived.network_refit v where v.run_id = ${sql.ref(run)})`;
  const { rows } = await sql<Moved<VerdictState>>`
    select c.scope as subject, ${state("c.before")} as before, ${state("c.after")} as after
    from ${changedRuns("network-refit", since)} c
    order by c.scope`.execute(db);
  return rows;
}

/** A subject of which new trials were derived since a moment, and its newest session. */
export interface NewestSession {
  readonly subject: string;
  readonly session: number;
  readonly nUsed: number;
  /** Too few trials to measure: it shows the measures of the session before. */
  readonly carried: boolean;
  /** Of its last sessions in order, that one the last; null where undefined or carried. */
  readonly biases: readonly (number | null)[];
  /** Other sessions of it have snippets, and this one has none. */
  readonly lacksPhotometry: boolean;
}

const LAST_SESSIONS = 12;

export async function listNewestSessions(db: Db, since: Date | null): Promise<readonly NewestSession[]> {
  const { rows } = await sql<NewestSession>`
    select c.scope as subject, n.session, n.n_used as "nUsed", n.carried, b.biases,
           exists (select from projection.session_digest d where d.home = c.scope and d.kind = 'snippet')
             and not exists (select from projection.session_digest d
               where d.home = c.scope and d.kind = 'snippet' and d.session = n.session) as "lacksPhotometry"
    from ${changedRuns("session-measures", since)} c
    cross join lateral (
      select m.session, m.n_used, m.carried from derived.session_measure m
      where m.run_id = c.after order by m.session desc limit 1
    ) n
    cross join lateral (
      select jsonb_agg(case when not l.carried then l.bias end order by l.session) as biases
      from (
        select m.session, m.bias, m.carried from derived.session_measure m
        where m.run_id = c.after order by m.session desc limit ${LAST_SESSIONS}
      ) l
    ) b
    order by c.scope`.execute(db);
  return rows;
}
