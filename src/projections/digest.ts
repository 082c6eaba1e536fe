import { createHash } from "node:crypto";
import type pg from "pg";
import { LIVE_SCHEMA } from "./catch-up.ts";
import { projectionTables } from "./project-batch.ts";

/** What the rows of one table come to. */
export interface TableDigest {
  readonly table: string;
  readonly rows: number;
  /** Sum of the rows' 64-bit hashes, so that their order does not matter. */
  readonly sum: string;
}

export interface ProjectionDigest {
  /** SHA-256 over all tables, in hex: equal for equal rows. */
  readonly digest: string;
  readonly tables: readonly TableDigest[];
}

/** The content of all projections in a schema as one number. */
export async function digestProjections(
  db: pg.Pool | pg.PoolClient,
  schema: string = LIVE_SCHEMA,
): Promise<ProjectionDigest> {
  const tables: TableDigest[] = [];
  for (const table of projectionTables) {
    // Of its columns, because a row of a partition would first be made one of the whole table.
    const result = await db.query<{ rows: number; sum: string }>(
      `select count(*) as rows, coalesce(sum(hash_record_extended(row(t.*), 0)), 0)::text as sum
       from ${schema}.${table} as t`,
    );
    tables.push({ table, ...result.rows[0] });
  }
  const text = tables.map((t) => `${t.table} ${t.rows} ${t.sum}`).join("\n");
  return { digest: createHash("sha256").update(text).digest("hex"), tables };
}
