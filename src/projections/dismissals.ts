import type pg from "pg";
import { BATCH_COLUMNS, summariseBatch, upcastBatch } from "./batch.ts";
import { entities } from "./entities.ts";
import { type Entity, inPartition } from "./entity.ts";
import { isPoison, projectBatch } from "./project-batch.ts";

/*
 * Streams that stand still behind an event that cannot be projected, and the dismissals that let them go on.
 *
 * All here depends on what the log held up to the position at hand, not on when it is projected: a rebuild gives what
 * came about live.
 */

/**
 * Blocks the stream of the event at `position`, unless that event is dismissed by an event up to `known`.
 *
 * @returns whether it is blocked now
 */
export async function blockStream(
  client: pg.PoolClient,
  position: number,
  known: number,
  { message }: Error,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into blocked_stream (stream, home, stream_version, position, message)
     select e.stream, e.home, e.stream_version, e.position, $3
     from log.event e
     where e.position = $1
       and not exists (
         select from log.event d
         where d.home = e.home and d.stream = e.stream and d.type = 'EventDismissed' and d.position <= $2
           and (d.payload->>'streamVersion')::int = e.stream_version)
     on conflict do nothing`,
    [position, known, message],
  );
  return rowCount === 1;
}

/**
 * Where the batch is a dismissal of the event that blocks its stream: frees the stream and projects what it has
 * missed, one by one, as if the event had never been; another poison event blocks it anew. Any other dismissal
 * does nothing.
 */
export async function replayDismissed(client: pg.PoolClient, partition: number | null): Promise<void> {
  const freed = await client.query<{ home: string; stream: string; position: number; upto: number }>(
    `delete from blocked_stream b using batch e
     where e.type = 'EventDismissed' and b.stream = e.stream
       and b.stream_version = (e.payload->>'streamVersion')::int
     returning b.home, b.stream, b.position, e.position as upto`,
  );
  if (freed.rowCount === 0) return;
  const { home, stream, position, upto } = freed.rows[0];
  const missed = await client.query<{ position: number; type: string }>(
    `select position, type from log.event
     where home = $1 and stream = $2 and position > $3 and position < $4
     order by stream_version`,
    [home, stream, position, upto],
  );
  for (const event of missed.rows) {
    await client.query("delete from batch");
    await client.query(`insert into batch select ${BATCH_COLUMNS} from log.event e where e.position = $1`, [
      event.position,
    ]);
    await upcastBatch(client);
    await summariseBatch(client);
    await client.query("savepoint missed");
    try {
      await projectBatch(client, new Set([event.type]), partition);
    } catch (error) {
      if (!isPoison(error)) throw error;
      await client.query("rollback to savepoint missed");
      if (await blockStream(client, event.position, upto, error)) break;
    }
  }
  await client.query("delete from batch");
  await knownFrom(
    client,
    entities.map((entity) => inPartition(entity, partition)),
    home,
    upto,
    missed.rows.map(({ position: at }) => at),
  );
}

/**
 * What the missed events say was not known before the dismissal: their rows begin and end there. So an answer as of a
 * position in between stays what it was.
 */
async function knownFrom(
  client: pg.PoolClient,
  own: readonly Entity[],
  home: string,
  dismissal: number,
  missed: readonly number[],
): Promise<void> {
  for (const { table, key } of own) {
    const isOf = `${"home" in key ? "home" : "lab"} = $1`;
    const [isFrom, isTo] = ["from_position = any ($2)", "to_position = any ($2)"];
    // True of no position any more.
    await client.query(`delete from ${table} where ${isOf} and ${isFrom} and ${isTo}`, [home, missed]);
    await client.query(
      `update ${table}
       set from_position = case when ${isFrom} then $3 else from_position end,
           to_position = case when ${isTo} then $3 else to_position end
       where ${isOf} and (${isFrom} or ${isTo})`,
      [home, missed, dismissal],
    );
  }
}
