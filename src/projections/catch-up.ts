import type pg from "pg";
import { inTransaction } from "../postgres/transaction.ts";
import { admitBatch, applyGrants } from "./access.ts";
import { BATCH_COLUMNS, type BatchType, summariseBatch, upcastBatch } from "./batch.ts";
import { blockStream, replayDismissed } from "./dismissals.ts";
import { CASCADING_TYPES, isOnlyAdding, isPoison, projectBatch } from "./project-batch.ts";

/** The schema that readers see. */
export const LIVE_SCHEMA = "projection";

/** Events a transaction projects: few enough that others get their turn, many enough to be set-based. */
const BATCH_EVENTS = 20_000;

/** The same where nobody waits for a turn. */
const LANE_BATCH_EVENTS = 40_000;

/**
 * A share of the log that is projected by itself. Rows follow from the events of one home alone, so the log's
 * partitions may be dealt out to several projectors; each sees its homes' events in order.
 */
export interface Lane {
  /** Its row in the table of checkpoints. */
  readonly checkpoint: string;
  /** A partition of the log by its number, whose rows lie in partitions of the same number; null for the whole. */
  readonly partition: number | null;
  /** Called in the transaction before the first batches that change rows which are there already. */
  readonly beforeChange?: (client: pg.PoolClient) => Promise<void>;
}

const WHOLE: Lane = { checkpoint: "projections", partition: null };

export interface CatchUpOptions {
  /** Called after each batch, with how far the projections are and how far the log is. */
  readonly onProgress?: (position: number, head: number) => void;
  readonly schema?: string;
  /** The last position to project; the log's head as it is now unless told. */
  readonly upTo?: number;
  readonly lane?: Lane;
}

/**
 * Brings the projections up to the log's head as it is now, batch by batch, each a transaction. Any number of
 * processes may do so at once: a lock gives each batch to one of them.
 *
 * A batch that a poison event spoils is halved until the event is alone; then its stream stands still from there,
 * is listed in blocked_stream, and all other streams go on.
 *
 * @returns the position reached
 */
export async function catchUp(pool: pg.Pool, options: CatchUpOptions = {}): Promise<number> {
  const schema = options.schema ?? LIVE_SCHEMA;
  const lane = options.lane ?? WHOLE;
  const target = options.upTo ?? (await headPosition(pool));
  const most = lane.partition === null ? BATCH_EVENTS : LANE_BATCH_EVENTS;
  let limit = most;
  for (;;) {
    try {
      const { position } = await inTransaction(pool, (client) =>
        projectNext(client, schema, target, limit, lane),
      );
      options.onProgress?.(position, target);
      if (position >= target) return position;
      limit = Math.min(limit * 2, most);
    } catch (error) {
      if (!isPoison(error)) throw error;
      if (limit > 1) limit = Math.ceil(limit / 2);
      else await inTransaction(pool, (client) => passOver(client, schema, target, lane));
    }
  }
}

/** The log's last position; 0 when it is empty. */
export async function headPosition(db: pg.Pool | pg.PoolClient): Promise<number> {
  const result = await db.query<{ position: number }>("select position from log.head");
  return result.rows[0].position;
}

/** How far a schema's projections have come. */
export async function checkpointPosition(
  db: pg.Pool | pg.PoolClient,
  schema: string,
  lane: Lane = WHOLE,
): Promise<number> {
  const result = await db.query<{ position: number }>(
    `select position from ${schema}.checkpoint where name = $1`,
    [lane.checkpoint],
  );
  return result.rows[0].position;
}

/**
 * Waits until nobody else changes the projections in this schema, until the transaction ends. It comes before any
 * table is named: when a rebuild has changed the schemas' names meanwhile, the names mean the new tables.
 */
export async function lockProjector(
  client: pg.PoolClient,
  schema: string,
  lane: Lane = WHOLE,
): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [
    `saddlepoint projector ${schema} ${lane.checkpoint}`,
  ]);
}

/** Projects the next events, at most `limit` and none after `target`, in the caller's transaction. */
export async function projectNext(
  client: pg.PoolClient,
  schema: string,
  target: number,
  limit: number = BATCH_EVENTS,
  lane: Lane = WHOLE,
): Promise<{ readonly position: number }> {
  await lockProjector(client, schema, lane);
  const from = await checkpointPosition(client, schema, lane);
  if (from >= target) return { position: from };
  // A crash may take the last batches with it, rows and checkpoint together: they are made again from the log.
  await client.query("set local synchronous_commit = off");
  await client.query("select set_config('search_path', $1, true)", [`${schema}, pg_temp`]);
  const { to, types, kind } = await fillBatch(client, from, target, limit, lane);
  if (!isOnlyAdding(types)) await lane.beforeChange?.(client);
  // A rebuild is admitted when it becomes the live one.
  const granted = schema === LIVE_SCHEMA ? await admitBatch(client) : [];
  if (types.has("EventDismissed")) await replayDismissed(client, lane.partition);
  else await projectBatch(client, types, lane.partition);
  await applyGrants(client, granted);
  await client.query(`drop ${kind} batch; drop table batch_stream`);
  await client.query("update checkpoint set position = $1 where name = $2", [to, lane.checkpoint]);
  return { position: to };
}

/** Types after which nothing else may stand in a batch, nor before them. */
const ALONE: ReadonlySet<string> = new Set([...CASCADING_TYPES, "EventDismissed"]);

const eventsOf = ({ partition }: Lane) =>
  partition === null ? "log.event" : `log.event_${Number(partition)}`;

interface FilledBatch {
  /** The last position that it covers. */
  readonly to: number;
  readonly types: ReadonlySet<string>;
  /** What `batch` is. */
  readonly kind: "table" | "view";
}

/** Fills `batch` with the next events after `from`, at most `limit` and none after `target`, and `batch_stream`. */
async function fillBatch(
  client: pg.PoolClient,
  from: number,
  target: number,
  limit: number,
  lane: Lane,
): Promise<FilledBatch> {
  let to = await endOfBatch(client, from, target, limit, lane);
  // A copy, since several statements read it; only a lane's events that change nothing are read so seldom that copying
  // them takes longer. It is not analysed: that takes longer than any plan could save. Positions are written into the
  // statement so that the planner sees how few they are; of an anti-join it would expect no rows, and sort them all.
  let kind: FilledBatch["kind"] = lane.partition === null ? "table" : "view";
  await client.query(
    `create temporary ${kind} batch as
     select ${BATCH_COLUMNS} from ${eventsOf(lane)} e
     where e.position > ${Number(from)} and e.position <= ${Number(to)}
       and (e.stream not in (select stream from blocked_stream) or e.type = 'EventDismissed')`,
  );
  let found = await summariseBatch(client);
  const types = typesOf(found);
  const isOutdated = found.some(({ outdated }) => outdated > 0);
  if (kind === "view" && (isOutdated || !isOnlyAdding(types))) {
    await client.query(
      `alter view batch rename to batch_view; create temporary table batch as table batch_view; drop view batch_view`,
    );
    kind = "table";
  }
  if (isOutdated) await upcastBatch(client);
  const firstOf = (some: readonly BatchType[]) => Math.min(...some.map(({ first }) => first));
  const alone = firstOf(found.filter(({ type }) => ALONE.has(type)));
  if (alone !== Infinity) {
    // The one that must be alone is a batch of its own; or what comes before it is one.
    to = alone === firstOf(found) ? alone : alone - 1;
    await client.query("delete from batch where position > $1", [to]);
    found = await summariseBatch(client);
  }
  return { to, types: typesOf(found), kind };
}

const typesOf = (found: readonly BatchType[]): ReadonlySet<string> => new Set(found.map(({ type }) => type));

/** The last position of a batch: those of the whole log are dense, those of a partition are counted off. */
async function endOfBatch(
  client: pg.PoolClient,
  from: number,
  target: number,
  limit: number,
  lane: Lane,
): Promise<number> {
  if (lane.partition === null) return Math.min(from + limit, target);
  const { rows } = await client.query<{ position: number }>(
    `select position from ${eventsOf(lane)} where position > $1 and position <= $2
     order by position offset $3 limit 1`,
    [from, target, limit - 1],
  );
  return rows[0]?.position ?? target;
}

/**
 * Takes the one event after the checkpoint out of the way: passed over where it is dismissed, else its stream blocks.
 * It is tried once more first, under the lock that is kept until it is out of the way: another projector, that failed
 * over the same event, may have been here before, and the event after it is innocent.
 */
async function passOver(client: pg.PoolClient, schema: string, target: number, lane: Lane): Promise<void> {
  await lockProjector(client, schema, lane);
  const from = await checkpointPosition(client, schema, lane);
  if (from >= target) return;
  await client.query("savepoint before_event");
  const error = await projectNext(client, schema, target, 1, lane).then(() => null, poisonOf);
  if (error === null) return;
  await client.query("rollback to savepoint before_event");
  await client.query("select set_config('search_path', $1, true)", [`${schema}, pg_temp`]);
  const { rows } = await client.query<{ position: number | null }>(
    `select min(e.position) as position from ${eventsOf(lane)} e
     where e.position > $1 and e.position <= $2
       and not exists (select from blocked_stream b where b.stream = e.stream and e.type <> 'EventDismissed')`,
    [from, target],
  );
  const position = rows[0].position ?? target;
  await blockStream(client, position, position, error);
  await client.query("update checkpoint set position = $1 where name = $2", [position, lane.checkpoint]);
}

/** @throws what is no poison */
function poisonOf(error: unknown): Error {
  if (!isPoison(error)) throw error;
  return error;
}
