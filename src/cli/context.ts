import type pg from "pg";
import { acquireEmbedded, type EmbeddedServer } from "../postgres/embedded/acquire.ts";
import { migrate } from "../postgres/migrate.ts";
import { pendingMigrations, requireMigrated } from "../postgres/pending-migrations.ts";
import { createPool, type Role } from "../postgres/pool.ts";
import { type Db, openDatabase } from "../read/database.ts";

/** The database that a command works on: the one DATABASE_URL names, else the embedded one. */
export interface CliContext {
  readonly url: string;
  readonly embedded: EmbeddedServer | null;
  pool(role: Role): pg.Pool;
  db(role: Role): Db;
  close(): Promise<void>;
}

/**
 * Opens the database; an embedded one is brought up to date, any other must be.
 *
 * @throws SaddlepointError MIGRATIONS_PENDING, EMBEDDED_…
 */
export async function openContext(options: { readonly requireMigrated?: boolean } = {}): Promise<CliContext> {
  const given = process.env.DATABASE_URL;
  const embedded = given ? null : await acquireEmbedded();
  const url = given || embedded?.url || "";
  const pools = new Map<Role, pg.Pool>();
  const pool = (role: Role) => {
    const open = pools.get(role) ?? createPool(url, role);
    pools.set(role, open);
    return open;
  };
  const context: CliContext = {
    url,
    embedded,
    pool,
    db: (role) => openDatabase(pool(role)),
    async close() {
      await Promise.all([...pools.values()].map((open) => open.end()));
      await embedded?.release();
    },
  };
  try {
    if (embedded !== null) {
      if ((await pendingMigrations(pool("migrator"))).length > 0) await migrate(url);
    } else if (options.requireMigrated !== false) {
      await requireMigrated(pool("migrator"));
    }
    return context;
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** Runs `work` with the database and closes it whatever happens. */
export async function withContext<T>(work: (context: CliContext) => Promise<T>): Promise<T> {
  const context = await openContext();
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}
