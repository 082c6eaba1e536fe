import type pg from "pg";
import { type Payload, upcastPayload, upcastTypes } from "../events/upcast.ts";

/** What the temporary table `batch` holds of an event `e` of the log. */
export const BATCH_COLUMNS = `e.position, e.home, e.lab, e.stream, e.stream_version, e.type, e.schema_version, e.payload,
  e.samples, e.hash, case when length(e.stream) > length(e.home) and e.home like '%/%/%'
                          then substr(e.stream, length(e.home) + 2)::int end as session`;

/** SQL condition over the columns of `batch`: an event of an old version. */
export const OUTDATED =
  upcastTypes.map(({ type, newest }) => `(type = '${type}' and schema_version < ${newest})`).join(" or ") ||
  "false";

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
