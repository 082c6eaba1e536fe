import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { findServerUser } from "../../src/postgres/embedded/server-user.ts";
import { databaseUrl } from "../setup/provided.ts";

/** A server with the pg_dump and psql of its own version. */
export interface DumpableServer {
  /** As superuser, of the database `postgres`. */
  readonly url: string;
  /** Copies a database as `pg_dump | psql` does, into an empty one of another name. */
  dumpAndRestore(from: string, to: string): void;
  stop(): Promise<void>;
}

/**
 * The container that the tests run on, or a server of Debian's packages, started for this; null where there is neither.
 * The embedded server comes without pg_dump, and an older pg_dump refuses it.
 */
export async function startDumpableServer(testServerUrl: string): Promise<DumpableServer | null> {
  return process.env.TEST_POSTGRES === "container" ? inContainer(testServerUrl) : await fromDebian();
}

function inContainer(url: string): DumpableServer {
  const { port, username } = new URL(url);
  const id = execFileSync("docker", ["ps", "--quiet", "--filter", `publish=${port}`], {
    encoding: "utf8",
  }).trim();
  return {
    url: databaseUrl(url, "postgres"),
    dumpAndRestore(from, to) {
      const pipe = `set -o pipefail; pg_dump -U ${username} ${from} | psql -q -v ON_ERROR_STOP=1 -U ${username} ${to}`;
      run("docker", ["exec", id, "bash", "-c", pipe]);
    },
    stop: async () => {},
  };
}

const DEBIAN = "/usr/lib/postgresql";

async function fromDebian(): Promise<DumpableServer | null> {
  const versions = existsSync(DEBIAN)
    ? readdirSync(DEBIAN)
        .map(Number)
        .filter((version) => version >= 15)
    : [];
  const bin = versions
    .map((version) => `${DEBIAN}/${version}/bin`)
    .find((folder) => existsSync(`${folder}/initdb`));
  if (bin === undefined) return null;
  const folder = mkdtempSync(join(tmpdir(), "saddlepoint-debian-"));
  chmodSync(folder, 0o777);
  const user = findServerUser() ?? {};
  const data = join(folder, "data");
  const made = spawnSync(
    `${bin}/initdb`,
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"],
    {
      ...user,
      cwd: "/",
      encoding: "utf8",
    },
  );
  if (made.status !== 0) throw new Error(made.stderr);
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", "fsync=off"];
  const server = spawn(`${bin}/postgres`, ["-D", data, ...settings.flatMap((setting) => ["-c", setting])], {
    ...user,
    cwd: "/",
    stdio: "ignore",
  });
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilAnswers(url);
  return {
    url,
    dumpAndRestore(from, to) {
      const at = `-h 127.0.0.1 -p ${port} -U postgres`;
      run("bash", [
        "-c",
        `set -o pipefail; ${bin}/pg_dump ${at} ${from} | ${bin}/psql -q -v ON_ERROR_STOP=1 ${at} ${to}`,
      ]);
    },
    async stop() {
      server.kill("SIGQUIT");
      if (server.exitCode === null) await once(server, "exit");
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, {
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

async function untilAnswers(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client(url);
    client.on("error", () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt === 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/**
 * Copies the log and the projections of one snapshot into a migrated, empty database, table by table: what a dump is,
 * by nothing but queries.
 */
export async function copyLog(from: string, to: string): Promise<void> {
  const [source, target] = [new pg.Client(from), new pg.Client(to)];
  await Promise.all([source.connect(), target.connect()]);
  try {
    await source.query("begin isolation level repeatable read read only");
    await target.query("begin");
    // As a restore does, which makes triggers last.
    await target.query("set local session_replication_role = replica");
    const { rows: tables } = await source.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables t
       where schemaname in ('log', 'projection')
         and not exists (select from pg_inherits where inhrelid = format('%I.%I', schemaname, tablename)::regclass)`,
    );
    for (const { name } of tables) {
      await target.query(`delete from ${name}`);
      const { rows } = await source.query<{ row: string }>(`select to_json(t)::text as row from ${name} t`);
      for (let i = 0; i < rows.length; i += 5_000) {
        await target.query(
          `insert into ${name} select r.* from unnest($1::json[]) row, json_populate_record(null::${name}, row) r`,
          [rows.slice(i, i + 5_000).map(({ row }) => row)],
        );
      }
    }
    await target.query("commit");
  } finally {
    await Promise.all([source.end(), target.end()]);
  }
}
