import { sql } from "kysely";
import type { Db } from "./database.ts";

/**
 * Inserts rows of one table in one statement, however many they are; columns are found by name. What JSON cannot hold
 * (NaN) is null; bytes are to be given as `\x` and hexadecimals.
 */
export async function insertRows(
  db: Db,
  table: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  if (rows.length === 0) return;
  const target = sql.table(table);
  await sql`
    insert into ${target}
    select r.* from jsonb_populate_recordset(null::${target}, ${JSON.stringify(rows)}::jsonb) r`.execute(db);
}

/** Bytes as JSON carries them to a bytea column. */
export function hexOf(bytes: Buffer): string {
  return `\\x${bytes.toString("hex")}`;
}
