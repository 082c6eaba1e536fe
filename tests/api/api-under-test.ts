import type pg from "pg";
import { type Api, type ApiOptions, startApi } from "../../src/api/server.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { createToken, type NewToken } from "../../src/read/tokens.ts";
import { createTestDatabase, type TestDatabase } from "../setup/database.ts";
import { recordStatements, useToken } from "./client.ts";
import { fillDatabase } from "./cohort-fixture.ts";

export interface ApiUnderTest {
  readonly database: TestDatabase;
  readonly pool: pg.Pool;
  /** Texts of the statements that the API has sent so far; may be emptied. */
  readonly statements: string[];
  readonly url: string;
  /** Reads everything of the fixture; `ask` carries it unless told otherwise. */
  readonly token: string;
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
    const token = await giveToken(database.url, { labs: ["north", "south"] });
    const statements = recordStatements(pool);
    api = await startApi({ ...options, pool });
    useToken(token);
    return { database, pool, statements, url: api.url, token, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A token of these labs; it reads unless told otherwise. */
export async function giveToken(
  databaseUrl: string,
  wanted: Partial<NewToken> & Pick<NewToken, "labs">,
): Promise<string> {
  const owner = createPool(databaseUrl, "migrator", { max: 1 });
  try {
    const defaults = {
      name: "test",
      person: null,
      scopes: ["read"],
      expiresAt: null,
      actor: "test",
    } as const;
    return (await createToken(owner, { ...defaults, ...wanted })).token;
  } finally {
    await owner.end();
  }
}
