import type pg from "pg";
import { SaddlepointError } from "../errors.ts";
import { knownMigrations } from "./migrate.ts";

/** Migrations of this version that the database lacks; all of them where it has never been migrated. */
export async function pendingMigrations(db: pg.Pool): Promise<readonly string[]> {
  const there = await db.query<{ exists: boolean }>(
    "select to_regclass('saddlepoint.migration') is not null as exists",
  );
  if (!there.rows[0].exists) return knownMigrations();
  const applied = await db.query<{ name: string }>("select name from saddlepoint.migration");
  const names = new Set(applied.rows.map((row) => row.name));
  return knownMigrations().filter((name) => !names.has(name));
}

/** @throws SaddlepointError MIGRATIONS_PENDING */
export async function requireMigrated(db: pg.Pool): Promise<void> {
  const pending = await pendingMigrations(db);
  if (pending.length === 0) return;
  throw new SaddlepointError(
    "MIGRATIONS_PENDING",
    `the database lacks ${pending.length} migration${pending.length === 1 ? "" : "s"}: ${pending.join(", ")}`,
    "Run `npx saddlepoint migrate`.",
  );
}
