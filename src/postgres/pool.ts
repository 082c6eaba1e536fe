import pg from "pg";
import { bulkSocket } from "./bulk-socket.ts";

/**
 * What a connection may do; each is a role of the database (migrations/0001_roles.sql, 0008_access.sql). The role api
 * sees only what the principals of a request may see (read/fence.ts); the command line reads as reader, which sees all.
 */
export type Role = "migrator" | "ingest" | "worker" | "api" | "reader";

export interface PoolOptions {
  readonly max?: number;
  readonly statementTimeoutMs?: number;
  /** For copying out much (log/copy-out.ts). */
  readonly bulk?: boolean;
}

/**
 * A pool of connections that act as `role`. The migrator is whoever the URL names.
 *
 * int8 comes back as number (positions and counts stay far below 2^53), timestamps as Date.
 */
export function createPool(url: string, role: Role, options: PoolOptions = {}): pg.Pool {
  const target = new URL(url);
  // The driver lets options of the URL win over ours, and with them our role would be lost: take them along.
  const given = target.searchParams.get("options");
  target.searchParams.delete("options");
  const settings = [
    ...(given === null ? [] : [given]),
    ...(role === "migrator" ? [] : [`-c role=saddlepoint_${role}`]),
    "-c idle_in_transaction_session_timeout=60000",
    // Appends stage their rows in temporary tables, and so do projections; memory is taken only where it is used.
    ...(role === "ingest" || role === "worker" || role === "migrator" ? ["-c temp_buffers=32MB"] : []),
    // Tables are small or read by key: compiling a query costs more than it saves.
    "-c jit=off",
    ...(options.statementTimeoutMs === undefined
      ? []
      : [`-c statement_timeout=${options.statementTimeoutMs}`]),
  ];
  const config: pg.PoolConfig = {
    connectionString: target.href,
    application_name: `saddlepoint-${role}`,
    options: settings.join(" "),
    max: options.max ?? 4,
    ...(options.bulk ? { stream: bulkSocket } : {}),
    types: { getTypeParser },
  };
  // The statements of one request go out together (read/fence.ts), each without waiting for the answer to the last.
  if (role !== "api") return quiet(new pg.Pool(config));
  const patient = { ...config, connectionTimeoutMillis: CONNECTION_TIMEOUT_MS };
  const pool = quiet(new pg.Pool({ ...patient, pipeline: true }));
  const streaming = quiet(new pg.Pool({ ...patient, max: MAX_STREAMING }));
  streamingPools.set(pool, streaming);
  const end = pool.end.bind(pool);
  pool.end = async () => {
    await Promise.all([end(), streaming.end()]);
  };
  return pool;
}

/** How long a request may wait for a connection; longer than a statement may take. */
const CONNECTION_TIMEOUT_MS = 15_000;
/** Of a pool, at a time. */
export const MAX_STREAMING = 6;

const streamingPools = new WeakMap<pg.Pool, pg.Pool>();

/** Where COPY can be run as whoever a pool acts as: its answer comes in pieces, for which other statements must wait. */
export function streamingPool(pool: pg.Pool): pg.Pool {
  return streamingPools.get(pool) ?? pool;
}

function quiet(pool: pg.Pool): pg.Pool {
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

const INT8 = 20;
const DATE = 1082;

const getTypeParser: typeof pg.types.getTypeParser = ((oid: number, format?: "text" | "binary") => {
  if (format !== "binary") {
    if (oid === INT8) return Number;
    if (oid === DATE) return String;
  }
  return pg.types.getTypeParser(oid, format as "text");
}) as typeof pg.types.getTypeParser;
