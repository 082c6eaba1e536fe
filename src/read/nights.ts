import { sql } from "kysely";
import type { Db } from "./database.ts";

/*
 * Nights, as derived.night holds them. Nobody is told to begin one: whoever looks begins the one that is due, and the
 * key on its day lets only one of them.
 *
 *   due --beginDueNight--> begun --notePlan--> planned --(no run of it is open)--> finishNight --> finished --> notified
 */

export interface NightRow {
  readonly nightId: number;
  /** The lab's calendar day on which it was due, YYYY-MM-DD. */
  readonly night: string;
  readonly timeZone: string;
  readonly dueAt: Date;
  readonly beganAt: Date;
  readonly planningS: number | null;
  readonly planned: Readonly<Record<string, PlannedCount>> | null;
  readonly finishedAt: Date | null;
}

/** What a plan found of one analysis. */
export interface PlannedCount {
  readonly planned: number;
  /** Of the present data, and so skipped. */
  readonly fresh: number;
  /** Failed on the present data, and so left alone. */
  readonly parked: number;
}

const columns = sql`
  n.night_id as "nightId", n.night::text as night, n.time_zone as "timeZone", n.due_at as "dueAt",
  n.began_at as "beganAt", n.planning_s as "planningS", n.planned, n.finished_at as "finishedAt"`;

/**
 * Begins the newest night that is due, if nobody has begun it. After downtime that one stands for all that were missed:
 * each brings everything up to date. The lab's calendar day is the key, so the hour that a change to winter time
 * repeats does not repeat the night, and an hour that summer time leaves out moves it to the next one.
 *
 * @param at another time than the server's clock
 */
export async function beginDueNight(db: Db, at: Date | null = null): Promise<NightRow | null> {
  const { rows } = await sql<NightRow>`
    insert into derived.night as n (night, time_zone, due_at)
    select due.night, s.time_zone, due.due_at
    from derived.night_settings s
    cross join lateral (select coalesce(${at}::timestamptz, clock_timestamp()) as at) now
    cross join lateral (
      select d.night, (d.night + s.due_time) at time zone s.time_zone as due_at
      from (
        select (now.at at time zone s.time_zone)::date - back as night from generate_series(0, 1) as back
      ) d
    ) due
    where due.due_at <= now.at and due.due_at > s.since
    order by due.due_at desc
    limit 1
    on conflict (night) do nothing
    returning ${columns}`.execute(db);
  return rows[0] ?? null;
}

/** Begins a night of today at once, whether it is due or not; null where today has its night. */
export async function beginNightNow(db: Db): Promise<NightRow | null> {
  const { rows } = await sql<NightRow>`
    insert into derived.night as n (night, time_zone, due_at)
    select (clock_timestamp() at time zone s.time_zone)::date, s.time_zone, clock_timestamp()
    from derived.night_settings s
    on conflict (night) do nothing
    returning ${columns}`.execute(db);
  return rows[0] ?? null;
}

/** Nights whose scheduler died before it had planned them. */
export async function listUnplannedNights(db: Db, silentS: number): Promise<readonly NightRow[]> {
  const { rows } = await sql<NightRow>`
    select ${columns} from derived.night n
    where n.planned is null and n.finished_at is null
      and n.began_at < clock_timestamp() - ${silentS}::float8 * interval '1 s'
    order by n.due_at`.execute(db);
  return rows;
}

export async function notePlan(
  db: Db,
  nightId: number,
  planningS: number,
  planned: Readonly<Record<string, PlannedCount>>,
): Promise<void> {
  await sql`
    update derived.night set planning_s = ${planningS}, planned = ${JSON.stringify(planned)}::jsonb
    where night_id = ${nightId}`.execute(db);
}

/** A night with when its planning or the last of its runs ended. */
export interface EndedNight extends NightRow {
  readonly endedAt: Date;
}

/** Nights that were planned and have no run left that waits or is at work. */
export async function listEndedNights(db: Db): Promise<readonly EndedNight[]> {
  const { rows } = await sql<EndedNight>`
    select ${columns}, greatest(n.began_at + n.planning_s * interval '1 s', (
      select max(r.finished_at) from derived.run r where r.night_id = n.night_id)) as "endedAt"
    from derived.night n
    where n.planned is not null and n.finished_at is null
      and not exists (select from derived.run r where r.night_id = n.night_id and r.state in ('pending', 'running'))
    order by n.due_at`.execute(db);
  return rows;
}

/** Keeps a night's report and ends it. @returns false where somebody else has */
export async function finishNight(
  db: Db,
  nightId: number,
  finishedAt: Date,
  report: unknown,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update derived.night set finished_at = ${finishedAt}, report = ${JSON.stringify(report)}::jsonb
    where night_id = ${nightId} and finished_at is null`.execute(db);
  return numAffectedRows === 1n;
}

/** The report of the night of a day, or of the newest night that is finished; null where there is none. */
export async function fetchReport<Report>(db: Db, night: string | null): Promise<Report | null> {
  const { rows } = await sql<{ report: Report }>`
    select report from derived.night
    where finished_at is not null and (${night}::date is null or night = ${night}::date)
    order by due_at desc
    limit 1`.execute(db);
  return rows[0]?.report ?? null;
}

/** A report that is to be sent. */
export interface Notification {
  readonly nightId: number;
  readonly url: string;
  readonly report: unknown;
  readonly attempts: number;
}

/** How long a sender has before another may try. */
const SENDING_S = 60;

/** Takes the reports that are to be sent, of nights that finished in the last days; nobody else gets them meanwhile. */
export async function takeNotifications(db: Db, maxAttempts: number): Promise<readonly Notification[]> {
  const { rows } = await sql<Notification>`
    with taken as (
      update derived.night n
      set notify_attempts = n.notify_attempts + 1,
          notify_after = clock_timestamp() + ${SENDING_S} * interval '1 s' * 2 ^ n.notify_attempts
      from derived.night_settings s
      where s.webhook_url is not null and n.report is not null and n.notified_at is null
        and n.finished_at > clock_timestamp() - interval '3 days' and n.notify_attempts < ${maxAttempts}
        and (n.notify_after is null or n.notify_after <= clock_timestamp())
      returning n.night_id, s.webhook_url, n.report, n.notify_attempts
    )
    select night_id as "nightId", webhook_url as url, report, notify_attempts as attempts
    from taken order by night_id`.execute(db);
  return rows;
}

/** @param error why it could not be sent; null where it was */
export async function noteNotification(db: Db, nightId: number, error: string | null): Promise<void> {
  await sql`
    update derived.night
    set notified_at = case when ${error}::text is null then clock_timestamp() end, notify_error = ${error}
    where night_id = ${nightId}`.execute(db);
}
