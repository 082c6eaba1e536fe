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
import { entities } from "./entities.ts";

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
    const define = (late: typeof lateIndexes) =>
      unflushed(pool, async (client) => {
        await client.query(`drop schema if exists ${NEXT_SCHEMA} cascade`);
        await client.query("select log.define_projections($1)", [NEXT_SCHEMA]);
        return late(client);
      });
    try {
      await projectInLanes(pool, await define(lateIndexes), onProgress);
    } catch (error) {
      if (!(error instanceof KeyTwiceError)) throw error;
      // Which event was the second one only an index tells that is there from the start.
      await projectInLanes(pool, await define(async () => []), onProgress);
    }
    await catchUp(pool, { schema: NEXT_SCHEMA, onProgress });
    const rebuilt = await inTransaction(pool, (client) => switchOver(pool, client));
    await pool.query(`drop schema if exists ${PREVIOUS_SCHEMA} cascade`);
    return rebuilt;
  });
}

/**
 * A transaction that a crash may take back, as it may take all of a rebuild: the next one begins anew. What stays is
 * flushed when the schemas change names, with all that was written before.
 */
function unflushed<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query("set local synchronous_commit = off");
    return await work(client);
  });
}

/** An index of the current rows of a table in partitions, that is made when most of the rows are there. */
interface LateIndex {
  /** Makes it over the whole table, out of those of the partitions. */
  readonly create: string;
  /** Makes it over one partition, by the partition's number. */
  readonly createOf: ReadonlyMap<number, string>;
}

/** A key is there twice: an event is poison, and was not told from the others. */
class KeyTwiceError extends Error {}

/** Takes away the indexes of current rows in partitions: to keep them up row by row takes longer than all the rest. */
async function lateIndexes(client: pg.PoolClient): Promise<readonly LateIndex[]> {
  const indexes: LateIndex[] = [];
  for (const { table } of entities.filter((entity) => entity.partitioned)) {
    const name = `${NEXT_SCHEMA}.${table}_current`;
    const { rows } = await client.query<{ partition: number | null; definition: string }>(
      `select null::int as partition, pg_get_indexdef($1::regclass) as definition
       union all
       select substring(t.relname from '[0-9]+$')::int, pg_get_indexdef(i.inhrelid)
       from pg_inherits i join pg_index x on x.indexrelid = i.inhrelid join pg_class t on t.oid = x.indrelid
       where i.inhparent = $1::regclass`,
      [name],
    );
    await client.query(`drop index ${name}`);
    indexes.push({
      create: rows
        .filter(({ partition }) => partition === null)
        .map(({ definition }) => definition.replace(" ON ONLY ", " ON "))[0],
      createOf: new Map(
        rows.flatMap(({ partition, definition }) =>
          partition === null
            ? []
            : [[partition, definition.replace(" INDEX ", " INDEX IF NOT EXISTS ")] as const],
        ),
      ),
    });
  }
  return indexes;
}

/** @throws KeyTwiceError */
async function createIndexes(client: pg.PoolClient, statements: readonly string[]): Promise<void> {
  // The other cores have lanes of their own.
  await client.query("set local max_parallel_maintenance_workers = 0");
  for (const statement of statements) {
    try {
      await client.query(statement);
    } catch (error) {
      const UNIQUE_VIOLATION = "23505";
      if (error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION) {
        throw new KeyTwiceError(error.message);
      }
      throw error;
    }
  }
}

/** What the log holds by now, partition by partition, some at a time. */
async function projectInLanes(
  pool: pg.Pool,
  late: readonly LateIndex[],
  onProgress: (position: number, head: number) => void,
): Promise<void> {
  const partitions = await pool.query<{ partition: number }>(
    `select substring(c.relname from '[0-9]+$')::int as partition
     from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'log.event'::regclass order by pg_table_size(c.oid) desc`,
  );
  // The largest first: the smallest are left to even out the end.
  const lanes = partitions.rows.map(
    ({ partition }): Lane & { finish(client: pg.PoolClient): Promise<void> } => {
      const statements = late.map(({ createOf }) => createOf.get(partition) ?? "");
      // By the time that rows change they must be found.
      const finish = (client: pg.PoolClient) => createIndexes(client, statements);
      return { checkpoint: `partition ${partition}`, partition, beforeChange: finish, finish };
    },
  );
  await unflushed(pool, (client) =>
    client.query(`insert into ${NEXT_SCHEMA}.checkpoint select unnest($1::text[]), 0`, [
      lanes.map(({ checkpoint }) => checkpoint),
    ]),
  );
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
      await unflushed(pool, lane.finish);
    }
  }
  // None may be at work any more when another attempt begins with tables and lanes of the same names.
  const ends = await Promise.allSettled(
    Array.from({ length: PROJECTORS }, () =>
      project().catch((error: unknown) => {
        waiting.length = 0;
        throw error;
      }),
    ),
  );
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  await unflushed(pool, async (client) => {
    await createIndexes(
      client,
      late.map(({ create }) => create),
    );
    await client.query(`delete from ${NEXT_SCHEMA}.checkpoint where name like 'partition %'`);
    await client.query(`update ${NEXT_SCHEMA}.checkpoint set position = $1`, [upTo]);
  });
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
  // A batch that was projected here has let its commit go unflushed; this one must stay.
  await client.query("set local synchronous_commit to default");
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
