import type pg from "pg";
import { inTransaction } from "../postgres/transaction.ts";
import type { Projection } from "./projection.ts";
import { registers } from "./registers.ts";
import { trials } from "./trials.ts";

/** All projections, in the order in which they read a stretch of the log. */
export const projections: readonly Projection[] = [registers, trials];

/** The schema that readers see. */
export const LIVE_SCHEMA = "projection";

/** Events a transaction projects: few enough that others get their turn, many enough to be set-based. */
const BATCH_EVENTS = 20_000;

export interface CatchUpOptions {
  /** Called after each stretch, with how far the projections are and how far the log is. */
  readonly onProgress?: (position: number, head: number) => void;
  readonly schema?: string;
}

/**
 * Brings the projections up to the log's head as it is now, in stretches of one transaction each. Any number of
 * processes may do so at once: a lock gives each stretch to one of them.
 *
 * @returns the position reached
 */
export async function catchUp(pool: pg.Pool, options: CatchUpOptions = {}): Promise<number> {
  const schema = options.schema ?? LIVE_SCHEMA;
  const target = await headPosition(pool);
  for (;;) {
    const position = await inTransaction(pool, (client) => projectStretch(client, schema, target));
    options.onProgress?.(position, target);
    if (position >= target) return position;
  }
}

/** Name of the lock that whoever changes the projections in this schema holds. */
export function projectorLock(schema: string): string {
  return `saddlepoint projector ${schema}`;
}

/** The log's last position; 0 when it is empty. */
export async function headPosition(db: pg.Pool | pg.PoolClient): Promise<number> {
  const result = await db.query<{ position: number }>("select position from log.head");
  return result.rows[0].position;
}

/**
 * Projects the next stretch in the caller's transaction.
 *
 * The advisory lock comes before any table is named: when a rebuild has changed the schemas' names meanwhile, the
 * names mean the new tables.
 */
export async function projectStretch(client: pg.PoolClient, schema: string, target: number): Promise<number> {
  await client.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [projectorLock(schema)]);
  await client.query("select set_config('search_path', $1, true)", [`${schema}, pg_temp`]);
  const checkpoint = await client.query<{ position: number }>(
    "select position from checkpoint where name = 'projections'",
  );
  const from = checkpoint.rows[0].position;
  if (from >= target) return from;
  const to = Math.min(from + BATCH_EVENTS, target);
  // A table, not a CTE, since several statements read it; its statistics are what the planner needs.
  await client.query(
    `create temporary table batch on commit drop as
     select e.position, e.home, e.lab, e.stream, e.stream_version, e.type, e.schema_version, e.payload, e.hash,
            case when length(e.stream) > length(e.home) and e.home like '%/%/%'
                 then substr(e.stream, length(e.home) + 2)::int end as session
     from log.event e
     where e.position > ${Number(from)} and e.position <= ${Number(to)}
       and not exists (select from blocked_stream b where b.stream = e.stream and b.position <= e.position)`,
  );
  await client.query("analyze batch");
  for (const projection of projections) {
    for (const statement of projection.statements) await client.query(statement);
  }
  await client.query("update checkpoint set position = $1 where name = 'projections'", [to]);
  return to;
}
