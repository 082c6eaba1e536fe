import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { databaseUrl } from "../setup/provided.ts";
import { debianBinaries, initCluster, openFolder, run, startCluster } from "./debian-cluster.ts";

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
      // As who runs the tests: the server's user may not speak to the engine.
      execFileSync("docker", ["exec", id, "bash", "-c", pipe], { stdio: ["ignore", "ignore", "pipe"] });
    },
    stop: async () => {},
  };
}

async function fromDebian(): Promise<DumpableServer | null> {
  const bin = debianBinaries();
  if (bin === null) return null;
  const folder = openFolder("dumps");
  const data = join(folder, "data");
  initCluster(bin, data);
  const cluster = await startCluster(bin, data);
  return {
    url: cluster.url,
    dumpAndRestore(from, to) {
      const at = `-h 127.0.0.1 -p ${new URL(cluster.url).port} -U postgres`;
      run("bash", [
        "-c",
        `set -o pipefail; ${bin}/pg_dump ${at} ${from} | ${bin}/psql -q -v ON_ERROR_STOP=1 ${at} ${to}`,
      ]);
    },
    async stop() {
      await cluster.kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    },
  };
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
