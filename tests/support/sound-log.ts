import type pg from "pg";
import { expect } from "vitest";

/** Counts of what must not be; each query gives 0 for a sound log. */
const faults: Readonly<Record<string, string>> = {
  "positions that are missing or doubled": `
    select abs(count(*) - (select position from log.head)) + coalesce(max(position) - count(*), 0)
           + count(*) - count(distinct position) as n from log.event`,
  "events without their source's id, or with that of another": `
    select count(*) as n from log.event e
    full join log.source_event s on s.position = e.position
    where e.position is null or s.position is null
       or (e.home, e.stream, e.lab, e.source, e.source_event_id)
          is distinct from (s.home, s.stream, s.lab, s.source, s.source_event_id)`,
  "stream versions that are missing or doubled": `
    select count(*) as n from (
      select stream from log.event group by stream having max(stream_version) <> count(*) or min(stream_version) <> 1
    ) wrong`,
  "stream ends that are not those of their streams": `
    select count(*) as n from (select distinct on (stream) * from log.event order by stream, stream_version desc) e
    full join log.stream s on s.home = e.home and s.stream = e.stream
    where e.stream is null or s.stream is null or s.version <> e.stream_version or s.hash <> e.hash`,
  "links of a stream that do not join": `
    select count(*) as n from (
      select previous_hash, lag(hash, 1, decode(repeat('00', 32), 'hex'))
        over (partition by stream order by stream_version) as before,
        position - lag(position, 1, 0::bigint) over (partition by stream order by stream_version) as step
      from log.event
    ) link where previous_hash <> before or step <= 0`,
  "recorded times that go back": `
    select count(*) as n from (
      select recorded_at - lag(recorded_at) over (order by position) as step from log.event
    ) s where step < interval '0'`,
};

/** Whether the log is what it promises to be: dense, in order, each event once, every stream chained. */
export async function expectSoundLog(pool: pg.Pool): Promise<void> {
  const found: Record<string, number> = {};
  for (const [fault, query] of Object.entries(faults)) {
    const { rows } = await pool.query<{ n: number }>(query);
    if (Number(rows[0].n) !== 0) found[fault] = Number(rows[0].n);
  }
  expect(found).toEqual({});
}
