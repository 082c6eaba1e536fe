import type pg from "pg";
import { inTransaction } from "../postgres/transaction.ts";
import { refreshAccess } from "./access.ts";
import {
  catchUp,
  checkpointPosition,
  headPosition,
  type Lane,
  LIVE_SCHEMA,
  lockProjector,
  projectNext,
} from "./catch-up.ts";
import { digestProjections } from "./digest.ts";

export interface Rebuilt {
  readonly position: number;
  /** Digest of what readers saw before. */
  readonly digestBefore: string;
  /** Digest of what was made from the log alone. */
  readonly digestAfter: string;
  readonly same: boolean;
}

const NEXT_SCHEMA = "projection_next";
const PREVIOUS_SCHEMA = "projection_previous";

/** Projectors that work at the same time. */
const PROJECTORS = 2;

/**
 * Makes all projections anew from the log, beside the live ones, and then puts them in their place. Readers and
 * writers go on meanwhile; the live projector stands still only for the last stretch and the switch.
 *
 * @param pool of the role migrator, of at least three connections
 */
export async function rebuildProjections(
  pool: pg.Pool,
  onProgress: (position: number, head: number) => void = () => {},
): Promise<Rebuilt> {
  // One rebuild at a time; a second waits here, on a connection of its own, and then rebuilds again.
  return await inTransaction(pool, async (turn) => {
    await turn.query("set local idle_in_transaction_session_timeout = 0");
    await turn.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", ["saddlepoint rebuild"]);
    await inTransaction(pool, async (client) => {
      await client.query(`drop schema if exists ${NEXT_SCHEMA} cascade`);
      await client.query("select log.define_projections($1)", [NEXT_SCHEMA]);
    });
    await projectInLanes(pool, onProgress);
    await catchUp(pool, { schema: NEXT_SCHEMA, onProgress });
    const rebuilt = await inTransaction(pool, (client) => switchOver(pool, client));
    await pool.query(`drop schema if exists ${PREVIOUS_SCHEMA} cascade`);
    return rebuilt;
  });
}

/** What the log holds by now, partition by partition, some at a time. */
async function projectInLanes(
  pool: pg.Pool,
  onProgress: (position: number, head: number) => void,
): Promise<void> {
  const counted = await pool.query<{ n: number }>(
    "select count(*) as n from pg_inherits where inhparent = 'log.event'::regclass",
  );
  const lanes = Array.from(
    { length: counted.rows[0].n },
    (_, partition): Lane => ({ checkpoint: `partition ${partition}`, partition }),
  );
  for (const { checkpoint } of lanes)
    await pool.query(`insert into ${NEXT_SCHEMA}.checkpoint values ($1, 0)`, [checkpoint]);
  // All lanes end at the same position, from which one projector can go on.
  const upTo = await headPosition(pool);
  const at = lanes.map(() => 0);
  const waiting = [...lanes.entries()];
  async function project(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [i, lane] = next;
      await catchUp(pool, {
        schema: NEXT_SCHEMA,
        upTo,
        lane,
        onProgress(position, head) {
          at[i] = position;
          onProgress(Math.floor(at.reduce((sum, each) => sum + each, 0) / lanes.length), head);
        },
      });
    }
  }
  await Promise.all(Array.from({ length: PROJECTORS }, project));
  await pool.query(`delete from ${NEXT_SCHEMA}.checkpoint where name like 'partition %'`);
  await pool.query(`update ${NEXT_SCHEMA}.checkpoint set position = $1`, [upTo]);
}

/** With the live projector standing still: bring both to the same position, compare, change names. */
async function switchOver(pool: pg.Pool, client: pg.PoolClient): Promise<Rebuilt> {
  await lockProjector(client, LIVE_SCHEMA);
  const live = await checkpointPosition(client, LIVE_SCHEMA);
  const position = Math.max(live, await checkpointPosition(client, NEXT_SCHEMA));
  for (const schema of [LIVE_SCHEMA, NEXT_SCHEMA]) {
    while ((await checkpointPosition(client, schema)) < position) await projectNext(client, schema, position);
  }
  // What this transaction did not change another connection sees too, so both can be read at the same time.
  const [before, after] = await Promise.all([
    digestProjections(live === position ? pool : client, LIVE_SCHEMA),
    digestProjections(client, NEXT_SCHEMA),
  ]);
  await client.query(`drop schema if exists ${PREVIOUS_SCHEMA} cascade`);
  await client.query(`alter schema ${LIVE_SCHEMA} rename to ${PREVIOUS_SCHEMA}`);
  await client.query(`alter schema ${NEXT_SCHEMA} rename to ${LIVE_SCHEMA}`);
  await refreshAccess(client);
  return {
    position,
    digestBefore: before.digest,
    digestAfter: after.digest,
    same: before.digest === after.digest,
  };
}

/** How far the projections that readers see have come, and how far the log is. */
export async function projectionLag(
  db: pg.Pool,
): Promise<{ readonly position: number; readonly head: number }> {
  const head = await headPosition(db);
  return { position: await checkpointPosition(db, LIVE_SCHEMA), head };
}
