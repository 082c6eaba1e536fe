import pg from "pg";
import { SaddlepointError } from "../../errors.ts";
import { SUPERUSER } from "./data-folder.ts";

export const DATABASE = "saddlepoint";

/** Where and with what password the server is to be asked. */
export interface Access {
  readonly port: number;
  readonly password: string;
}

/** Without TLS, which the loopback needs not and a PGSSLMODE in the environment would demand. */
export function urlOf({ port, password }: Access, database = DATABASE): string {
  return `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}?sslmode=disable`;
}

const INVALID_PASSWORD = "28P01";

/**
 * Whether the server takes connections now.
 *
 * @throws SaddlepointError EMBEDDED_PASSWORD_WRONG, since waiting mends nothing then
 */
export async function answers(access: Access): Promise<boolean> {
  try {
    await withClient(access, async (client) => client.query("select"));
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === INVALID_PASSWORD) {
      throw new SaddlepointError(
        "EMBEDDED_PASSWORD_WRONG",
        `the embedded PostgreSQL does not take the password that is kept beside its data`,
        "Somebody changed the password in the database or the file: write the right one into the file `password` there.",
        {},
        { cause: error },
      );
    }
    return false;
  }
}

/** Makes our database when a first start was cut short before it. */
export async function ensureDatabase(access: Access): Promise<void> {
  await withClient(access, async (client) => {
    const found = await client.query("select from pg_database where datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  });
}

async function withClient<T>(access: Access, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: urlOf(access, "postgres"),
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}
