import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { runMigrations } from "graphile-worker";
import { Kysely, PostgresDialect, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { SaddlepointError } from "../errors.ts";
import { packageRoot } from "../package-root.ts";
import { createPool } from "./pool.ts";

export interface MigrationReport {
  /** Names of the migrations that this call applied. */
  readonly applied: readonly string[];
}

const MIN_SERVER_VERSION = 150000;
const folder = resolve(packageRoot, "migrations");

/** The numbered migrations of this version, in order. */
export function knownMigrations(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_.*\.sql$/.test(name))
    .map((name) => name.replace(/\.sql$/, ""))
    .sort();
}

/**
 * Brings the database at `url` up to this version: our tables, and the job queue's. Applying twice is harmless;
 * two at once wait for each other.
 *
 * @throws SaddlepointError SERVER_TOO_OLD, MIGRATION_FAILED
 */
export async function migrate(url: string): Promise<MigrationReport> {
  const pool = createPool(url, "migrator", { max: 2 });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const version = await pool.query<{ v: number; name: string }>(
      "select current_setting('server_version_num')::int as v, current_setting('server_version') as name",
    );
    if (version.rows[0].v < MIN_SERVER_VERSION) {
      throw new SaddlepointError(
        "SERVER_TOO_OLD",
        `PostgreSQL ${version.rows[0].name} is too old`,
        "Use PostgreSQL 15 or newer, or unset DATABASE_URL to use the embedded server.",
      );
    }
    const migrator = new Migrator({
      db,
      provider: {
        getMigrations: async () => Object.fromEntries(knownMigrations().map((n) => [n, fromFile(n)])),
      },
      migrationTableSchema: "saddlepoint",
      migrationTableName: "migration",
      migrationLockTableName: "migration_lock",
    });
    const { error, results } = await migrator.migrateToLatest();
    if (error !== undefined) {
      const failed = results?.find((r) => r.status === "Error")?.migrationName;
      throw new SaddlepointError(
        "MIGRATION_FAILED",
        `migration ${failed ?? "(none begun)"} failed: ${error instanceof Error ? error.message : String(error)}`,
        "Nothing of it was kept. Run `npx saddlepoint doctor` to see whether the user of DATABASE_URL may create schemas and roles.",
        {},
        { cause: error },
      );
    }
    await migrateQueue(url);
    return {
      applied: (results ?? []).filter((r) => r.status === "Success").map((r) => r.migrationName),
    };
  } finally {
    await db.destroy();
  }
}

function fromFile(name: string): Migration {
  return {
    async up(db) {
      await sql.raw(readFileSync(resolve(folder, `${name}.sql`), "utf8")).execute(db);
    },
  };
}

/** The queue is the worker's own: its tables admit only their owner. */
async function migrateQueue(url: string): Promise<void> {
  const pool = createPool(url, "worker", { max: 2 });
  try {
    await runMigrations({ pgPool: pool });
  } finally {
    await pool.end();
  }
}
