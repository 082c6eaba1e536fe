import type pg from "pg";
import { type Payload, upcastPayload, upcastTypes } from "../events/upcast.ts";

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
