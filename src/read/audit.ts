import type pg from "pg";

/** Writes into the audit that something was exported, by whom, and what. */
export async function recordExport(
  pool: pg.Pool,
  tokenId: string | null,
  actor: string,
  what: Readonly<Record<string, unknown>>,
): Promise<void> {
  await pool.query("select access.record_export($1, $2, $3)", [tokenId, actor, JSON.stringify(what)]);
}
