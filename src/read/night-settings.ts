import { sql } from "kysely";
import type { Db } from "./database.ts";
import type { Cause } from "./run-queue.ts";

/** When nights begin, and what they may take: one set for all workers of an instance. */
export interface NightSettings {
  /** The lab's, for example Europe/Paris. */
  readonly timeZone: string;
  /** When a night begins, HH:MM by the lab's clock. */
  readonly dueTime: string;
  /** When runs of a night may begin, by the lab's clock; null for always. The end may lie after midnight. */
  readonly window: { readonly from: string; readonly to: string } | null;
  /** Most runs of a night at one time, over all workers; null for no limit. */
  readonly maxRuns: number | null;
  /** Lower is earlier. */
  readonly priorities: Readonly<Record<Cause, number>>;
  /** Where reports are sent; null for nowhere. */
  readonly webhookUrl: string | null;
}

/** @param at another time than now: whether the window is open then */
export async function fetchNightSettings(
  db: Db,
  at: Date | null = null,
): Promise<NightSettings & { readonly isOpen: boolean }> {
  const { rows } = await sql<
    Omit<NightSettings, "window" | "priorities"> & {
      from: string | null;
      to: string | null;
      request: number;
      change: number;
      night: number;
      isOpen: boolean;
    }
  >`
    select s.time_zone as "timeZone", to_char(s.due_time, 'HH24:MI') as "dueTime",
           to_char(s.window_from, 'HH24:MI') as from, to_char(s.window_to, 'HH24:MI') as to, s.max_runs as "maxRuns",
           s.request_priority as request, s.change_priority as change, s.night_priority as night,
           s.webhook_url as "webhookUrl",
           case when s.window_from is null then true
                when s.window_from <= s.window_to then c.clock >= s.window_from and c.clock < s.window_to
                else c.clock >= s.window_from or c.clock < s.window_to end as "isOpen"
    from derived.night_settings s
    cross join lateral (
      select (coalesce(${at}::timestamptz, clock_timestamp()) at time zone s.time_zone)::time as clock) c`.execute(
    db,
  );
  const { from, to, request, change, night, ...settings } = rows[0];
  return {
    ...settings,
    window: from === null || to === null ? null : { from, to },
    priorities: { request, change, night },
  };
}

/** Changes what is given, and leaves the rest. */
export async function changeNightSettings(db: Db, change: Partial<NightSettings>): Promise<void> {
  const columns = [
    ...(change.timeZone === undefined ? [] : [sql`time_zone = ${change.timeZone}`]),
    ...(change.dueTime === undefined ? [] : [sql`due_time = ${change.dueTime}::time`]),
    ...(change.window === undefined
      ? []
      : [
          sql`window_from = ${change.window?.from ?? null}::time`,
          sql`window_to = ${change.window?.to ?? null}::time`,
        ]),
    ...(change.maxRuns === undefined ? [] : [sql`max_runs = ${change.maxRuns}`]),
    ...(change.priorities === undefined
      ? []
      : [
          sql`request_priority = ${change.priorities.request}`,
          sql`change_priority = ${change.priorities.change}`,
          sql`night_priority = ${change.priorities.night}`,
        ]),
    ...(change.webhookUrl === undefined ? [] : [sql`webhook_url = ${change.webhookUrl}`]),
  ];
  if (columns.length === 0) return;
  await sql`update derived.night_settings set ${sql.join(columns)}`.execute(db);
}
