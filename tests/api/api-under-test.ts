import type pg from "pg";
import { type Api, type ApiOptions, startApi } from "../../src/api/server.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { createTestDatabase, type TestDatabase } from "../setup/database.ts";
import { recordStatements } from "./client.ts";
import { fillDatabase } from "./cohort-fixture.ts";

export interface ApiUnderTest {
  readonly database: TestDatabase;
  readonly pool: pg.Pool;
  /** Texts of the statements that the API has sent so far; may be emptied. */
  readonly statements: string[];
  readonly url: string;
  stop(): Promise<void>;
}

/** The API over a database of its own with the fixture's cohort. */
export async function startApiUnderTest(
  options: Omit<ApiOptions, "pool" | "databaseUrl"> = {},
): Promise<ApiUnderTest> {
  const database = await createTestDatabase();
  let api: Api | undefined;
  const pool = createPool(database.url, "api", { statementTimeoutMs: 10_000 });
  const stop = async () => {
    await api?.close();
    await pool.end();
    await database.drop();
  };
  try {
    await fillDatabase(database.url);
    const statements = recordStatements(pool);
    api = await startApi({ ...options, pool });
    return { database, pool, statements, url: api.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
