import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { acquireEmbedded } from "../../src/postgres/embedded/acquire.ts";
import { dataDirectory } from "../../src/postgres/embedded/data-folder.ts";
import { enterableFolder } from "../../src/postgres/embedded/folder.ts";
import { findPostmaster } from "../../src/postgres/embedded/postmaster.ts";
import { findServerUser } from "../../src/postgres/embedded/server-user.ts";
import { migrate } from "../../src/postgres/migrate.ts";
import { databaseUrl, type TestServer } from "./provided.ts";

export interface RunningTestServer extends TestServer {
  stop(): Promise<void>;
  /** For a run that ends without its teardown (Ctrl-C): stops the server at once, without waiting. */
  abandon(): void;
}

const TEMPLATE = "saddlepoint_template";

/**
 * One PostgreSQL for the whole run, with a migrated template: the embedded one in a folder of its own, or a container
 * where TEST_POSTGRES=container (image TEST_POSTGRES_IMAGE, by default postgres:18).
 *
 * It trades durability for speed unless TEST_DURABLE=1. A test that kills its server or counts on fsync starts one of
 * its own by acquireEmbedded.
 */
export async function startTestServer(environment = process.env): Promise<RunningTestServer> {
  const durable = environment.TEST_DURABLE === "1";
  const server =
    environment.TEST_POSTGRES === "container"
      ? await startContainer(environment.TEST_POSTGRES_IMAGE || "postgres:18", durable)
      : await startEmbedded(durable);
  try {
    await makeTemplate(server.url);
    return { ...server, template: TEMPLATE };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function startEmbedded(durable: boolean) {
  const folder = enterableFolder(mkdtempSync(join(tmpdir(), "saddlepoint-test-")), findServerUser());
  const server = await acquireEmbedded({ folder, durable });
  return {
    url: server.url,
    async stop() {
      await server.release();
      removeFolder(folder);
    },
    abandon() {
      const postmaster = findPostmaster(dataDirectory(folder));
      if (postmaster !== null) process.kill(postmaster.pid, "SIGKILL");
      removeFolder(folder);
    },
  };
}

function removeFolder(folder: string): void {
  // A server that was just killed, or its keeper, may still write a last file.
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

async function startContainer(image: string, durable: boolean) {
  const fast = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
  const { PostgreSqlContainer } = await import("@testcontainers/postgresql");
  const container = await new PostgreSqlContainer(image)
    .withCommand(["postgres", ...(durable ? [] : fast).flatMap((setting) => ["-c", setting])])
    .start();
  return {
    url: container.getConnectionUri(),
    async stop() {
      await container.stop();
    },
    abandon() {
      execFileSync("docker", ["rm", "--force", "--volumes", container.getId()], { stdio: "ignore" });
    },
  };
}

async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(`create database ${TEMPLATE}`);
  } finally {
    await client.end();
  }
  await migrate(databaseUrl(url, TEMPLATE));
}
