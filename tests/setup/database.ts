import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { databaseUrl, type TestServer } from "./provided.ts";

export interface TestDatabase {
  /** As the server's superuser. */
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * A migrated, empty database, cloned from the run's template: one for a test file.
 *
 * ```ts
 * let database: TestDatabase;
 * beforeAll(async () => {
 *   database = await createTestDatabase();
 * });
 * afterAll(() => database.drop());
 * ```
 *
 * @param from another one to copy, to which nobody may be connected
 */
export async function createTestDatabase(from?: TestDatabase): Promise<TestDatabase> {
  const server = await askForServer();
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const template = from === undefined ? server.template : new URL(from.url).pathname.slice(1);
  await execute(server, `create database ${name} template ${template}`);
  return {
    url: databaseUrl(server.url, name),
    drop: () => execute(server, `drop database if exists ${name} with (force)`),
  };
}

async function askForServer(): Promise<TestServer> {
  const response = await fetch(inject("testServerAddress"));
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`the run's PostgreSQL did not start: ${body}`);
  return body as TestServer;
}

async function execute(server: TestServer, statement: string): Promise<void> {
  const client = new pg.Client(server.url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
