import type pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { createPool, type Role } from "../../src/postgres/pool.ts";
import { createTestDatabase, type TestDatabase } from "../setup/database.ts";

/** A database of the test file's own, with a pool for each role that is asked for. */
export interface GivenLog {
  /** As the server's superuser. */
  readonly url: string;
  pool(role: Role, max?: number): pg.Pool;
}

/** Made before the file's first test and dropped after its last. */
export function givenLog(): GivenLog {
  let database: TestDatabase;
  const pools = new Map<string, pg.Pool>();
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await Promise.all([...pools.values()].map((pool) => pool.end()));
    await database.drop();
  });
  return {
    get url() {
      return database.url;
    },
    pool(role, max = 4) {
      const key = `${role} ${max}`;
      const pool = pools.get(key) ?? createPool(database.url, role, { max });
      pools.set(key, pool);
      return pool;
    },
  };
}

/** Rows of the log as they are stored, in order of position. */
export interface LoggedRow {
  readonly position: number;
  readonly home: string;
  readonly stream: string;
  readonly stream_version: number;
  readonly type: string;
  readonly event_id: string;
  readonly schema_version: number;
  readonly occurred: string | null;
  readonly recorded_at: Date;
  readonly actor: string;
  readonly source: string;
  readonly source_event_id: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly samples: Buffer | null;
  readonly previous_hash: Buffer;
  readonly hash: Buffer;
}

export async function loggedRows(pool: pg.Pool, home?: string): Promise<readonly LoggedRow[]> {
  const result = await pool.query<LoggedRow>(
    `select *, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurred
     from log.event where $1::text is null or home = $1 order by position`,
    [home ?? null],
  );
  return result.rows;
}

export async function headOf(pool: pg.Pool): Promise<number> {
  return (await pool.query<{ position: number }>("select position from log.head")).rows[0].position;
}
