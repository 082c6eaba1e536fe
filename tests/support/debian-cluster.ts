import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { findServerUser } from "../../src/postgres/embedded/server-user.ts";

/*
 * Servers of Debian's packages: they come with pg_dump and pg_basebackup, which the embedded one lacks.
 */

export interface Cluster {
  /** As superuser, of the database `postgres`. */
  readonly url: string;
  /** At once, as a crash does. */
  kill(): Promise<void>;
}

const DEBIAN = "/usr/lib/postgresql";

/** The folder of programs; null where no version from 15 on is installed. */
export function debianBinaries(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number) : [];
  return (
    versions
      .filter((version) => version >= 15)
      .map((version) => `${DEBIAN}/${version}/bin`)
      .find((folder) => existsSync(`${folder}/initdb`)) ?? null
  );
}

/** A temporary folder that the server's user may write to. */
export function openFolder(about: string): string {
  const folder = mkdtempSync(join(tmpdir(), `saddlepoint-${about}-`));
  chmodSync(folder, 0o777);
  return folder;
}

export function initCluster(bin: string, data: string): void {
  run(`${bin}/initdb`, ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"]);
}

/** @param settings such as archive_mode=on */
export async function startCluster(
  bin: string,
  data: string,
  settings: readonly string[] = [],
): Promise<Cluster> {
  const port = await freePort();
  const own = ["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", "fsync=off"];
  const server = spawn(
    `${bin}/postgres`,
    ["-D", data, ...[...own, ...settings].flatMap((setting) => ["-c", setting])],
    { ...(findServerUser() ?? {}), cwd: "/", stdio: "ignore" },
  );
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilAnswers(url);
  return {
    url,
    async kill() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      server.kill("SIGQUIT");
      await once(server, "exit");
    },
  };
}

/** Runs a program as the server's user. */
export function run(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, {
    ...(findServerUser() ?? {}),
    cwd: "/",
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status !== 0) throw new Error(stderr);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Whether it has come up, and out of recovery. */
async function untilAnswers(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client(url);
    client.on("error", () => {});
    try {
      await client.connect();
      const { rows } = await client.query<{ recovers: boolean }>("select pg_is_in_recovery() as recovers");
      await client.end();
      if (!rows[0].recovers) return;
    } catch (error) {
      if (attempt >= 400) throw error;
    }
    if (attempt >= 400) throw new Error("the server stays in recovery");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
