import type pg from "pg";
import { type Payload, upcastPayload, upcastTypes } from "../events/upcast.ts";

const sessionOf = (stream: string) => `nullif(split_part(${stream}, '/', 4), '')::int`;

/** What the temporary table `batch` holds of an event `e` of the log. */
export const BATCH_COLUMNS = `e.position, e.home, e.lab, e.stream, e.stream_version, e.type, e.schema_version, e.payload,
  e.samples, e.hash, ${sessionOf("e.stream")} as session`;

/** SQL condition over the columns of `batch`: an event of an old version. */
export const OUTDATED =
  upcastTypes.map(({ type, newest }) => `(type = '${type}' and schema_version < ${newest})`).join(" or ") ||
  "false";

/** What a batch holds of one type of event. */
export interface BatchType {
  readonly type: string;
  readonly n: number;
  readonly first: number;
  readonly last: number;
  /** Events of an old version. */
  readonly outdated: number;
}

/** Makes `batch_stream`, what `batch` holds of each stream and type, so that the batch is gone through once. */
export async function summariseBatch(client: pg.PoolClient): Promise<readonly BatchType[]> {
  await client.query("drop table if exists pg_temp.batch_stream");
  await client.query(
    `create temporary table batch_stream as
     select home, ${sessionOf("stream")} as session, stream, type, count(*) as n, min(position) as first, max(position) as last,
            max(stream_version) as last_version, count(*) filter (where ${OUTDATED}) as outdated
     from batch group by home, stream, type`,
  );
  const { rows } = await client.query<BatchType>(
    `select type, sum(n)::bigint as n, min(first) as first, max(last) as last, sum(outdated)::bigint as outdated
     from batch_stream group by type order by type`,
  );
  return rows;
}

/** Makes the payloads of old versions in `batch` those of the newest, which is all that projections know. */
export async function upcastBatch(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ position: number; type: string; version: number; payload: Payload }>(
    `select position, type, schema_version as version, payload from batch where ${OUTDATED}`,
  );
  if (rows.length === 0) return;
  await client.query(
    `update batch b set payload = u.payload
     from unnest($1::bigint[], $2::jsonb[]) as u (position, payload) where u.position = b.position`,
    [
      rows.map(({ position }) => position),
      rows.map(({ type, version, payload }) => JSON.stringify(upcastPayload(type, version, payload))),
    ],
  );
}
