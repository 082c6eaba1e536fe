import { generateKeyPairSync } from "node:crypto";
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { startWorker } from "../../jobs/worker.ts";
import { append } from "../../src/log/append.ts";
import { signCheckpoint } from "../../src/log/checkpoint.ts";
import { followLog } from "../../src/log/follow.ts";
import { verifyLog } from "../../src/log/verify.ts";
import { migrate } from "../../src/postgres/migrate.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { rebuildProjections } from "../../src/projections/rebuild.ts";
import { trial } from "../events/given-events.ts";
import { headOf } from "../log/given-log.ts";
import { databaseUrl } from "../setup/provided.ts";
import { debianBinaries, initCluster, openFolder, run, startCluster } from "../support/debian-cluster.ts";
import { expectSoundLog } from "../support/sound-log.ts";
import { startProxy, throughPort } from "../support/tcp-proxy.ts";

const bin = debianBinaries();
const WHY = "no server here has pg_dump and pg_basebackup of its own version: install postgresql-15";
const TRIALS = 90;

/** Trials that a session's measures can be derived from. */
const sessionOf = (subject: string, session: number) =>
  Array.from({ length: TRIALS }, (_, i) =>
    trial(subject, session, i + 1, {
      contrastLeft: i % 3 === 0 ? 0.5 : 0,
      contrastRight: i % 3 === 1 ? 0.5 : 0,
      choice: i % 5 < 2 ? "left" : "right",
      outcome: i % 2 === 0 ? "correct" : "incorrect",
    }),
  );

/** A server with WAL that is archived, a log on it, a worker that derives and a rig that goes on writing. */
async function busyServer(programs: string) {
  const folder = openFolder("backup");
  const [data, archive] = [join(folder, "data"), join(folder, "wal")];
  mkdirSync(archive);
  chmodSync(archive, 0o777);
  initCluster(programs, data);
  const cluster = await startCluster(programs, data, [
    "wal_level=replica",
    "archive_mode=on",
    `archive_command=cp %p ${archive}/%f`,
  ]);
  const admin = new pg.Client(cluster.url);
  admin.on("error", () => {});
  await admin.connect();
  await admin.query("create database lab");
  const url = databaseUrl(cluster.url, "lab");
  await migrate(url);
  const [ingest, owner] = [createPool(url, "ingest"), createPool(url, "migrator")];
  await append(ingest, sessionOf("A", 1));
  const { head, root, trace } = await verifyLog(owner, url, { keepTrace: true });
  const checkpoint = signCheckpoint(head, root, trace, generateKeyPairSync("ed25519").privateKey);
  let derived = 0;
  const worker = await startWorker({
    url,
    concurrency: 1,
    debounceMs: 50,
    onRun: (_, __, outcome) => {
      if (outcome.state === "succeeded") derived++;
    },
  });
  onTestFinished(async () => {
    await worker.stop();
    await Promise.all([ingest.end(), owner.end()]);
    await admin.end().catch(() => {});
    await cluster.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
  for (let i = 0; derived === 0; i++) {
    if (i === 600) throw new Error("the worker derives nothing");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { folder, archive, cluster, admin, url, ingest, owner, checkpoint };
}

/** What was restored is a prefix of the original that verifies, rebuilds to the same and derives on. */
async function expectRestored(
  from: pg.Pool | null,
  to: string,
  checkpoint: ReturnType<typeof signCheckpoint>,
) {
  const owner = createPool(to, "migrator");
  try {
    await expectSoundLog(owner);
    const head = await headOf(owner);
    expect(await verifyLog(owner, to, { checkpoints: [checkpoint] })).toMatchObject({ findings: [], head });
    const { rows: runs } = await owner.query<{ n: number }>(
      "select count(*) as n from derived.run where state = 'succeeded'",
    );
    expect(runs[0].n).toBeGreaterThan(0);
    await catchUp(owner);
    expect((await rebuildProjections(owner)).same).toBe(true);
    if (from === null) return;
    const rows = async (pool: pg.Pool) =>
      (await pool.query("select * from log.event where position <= $1 order by position", [head])).rows;
    expect(await rows(owner)).toEqual(await rows(from));
  } finally {
    await owner.end();
  }
}

test("a dump that is made while jobs run and a rig writes restores to what verifies, and derives on", async ({
  skip,
}) => {
  if (bin === null) return skip(WHY);
  const { folder, cluster, admin, url, ingest, owner, checkpoint } = await busyServer(bin);
  let isWriting = true;
  const rig = (async () => {
    for (let session = 2; isWriting; session++) await append(ingest, sessionOf("A", session));
  })();
  const file = join(folder, "lab.dump");
  const at = ["-h", "127.0.0.1", "-p", new URL(cluster.url).port, "-U", "postgres"];
  run(`${bin}/pg_dump`, [...at, "--format=custom", `--file=${file}`, "lab"]);
  isWriting = false;
  await rig;
  await admin.query("create database restored");
  run(`${bin}/pg_restore`, [...at, "--dbname", "restored", "--exit-on-error", file]);
  const restored = databaseUrl(url, "restored");
  await expectRestored(owner, restored, checkpoint);

  // The jobs go on where the dump left them.
  const pool = createPool(restored, "ingest");
  await append(pool, sessionOf("B", 1));
  let derived = 0;
  const worker = await startWorker({
    url: restored,
    concurrency: 1,
    debounceMs: 50,
    onRun: (_, home, outcome) => {
      if (home.endsWith("/B") && outcome.state === "succeeded") derived++;
    },
  });
  for (let i = 0; derived === 0 && i < 600; i++) await new Promise((resolve) => setTimeout(resolve, 50));
  await worker.stop();
  await pool.end();
  expect(derived).toBeGreaterThan(0);
}, 120_000);

test("a base backup with its WAL restores into another cluster in the middle of a follow, and no reader skips", async ({
  skip,
}) => {
  if (bin === null) return skip(WHY);
  const { folder, archive, cluster, admin, url, ingest, checkpoint } = await busyServer(bin);
  const target = { port: Number(new URL(url).port) };
  const wire = await startProxy(target);
  const through = throughPort(url, wire.port);
  const reader = createPool(through, "reader", { max: 3 });
  const followed: { position: number; hash: string }[] = [];
  const follower = followLog(
    reader,
    async () => {
      const { rows } = await reader.query<{ position: number; hash: string }>(
        "select position, encode(hash, 'hex') as hash from log.event where position > $1 order by position limit 50",
        [followed.at(-1)?.position ?? 0],
      );
      followed.push(...rows);
    },
    () => {},
  );

  run(`${bin}/pg_basebackup`, [
    ...["-h", "127.0.0.1", "-p", new URL(cluster.url).port, "-U", "postgres"],
    ...[`--pgdata=${join(folder, "base")}`, "--checkpoint=fast", "--wal-method=stream"],
  ]);
  // What is appended behind the base comes back from the archive alone.
  for (let session = 2; session <= 6; session++) await append(ingest, sessionOf("A", session));
  const { rows } = await admin.query<{ file: string }>("select pg_walfile_name(pg_switch_wal()) as file");
  for (let i = 0; i < 200; i++) {
    const archived = await admin.query("select from pg_stat_archiver where last_archived_wal >= $1", [
      rows[0].file,
    ]);
    if (archived.rowCount === 1) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const headBefore = 6 * TRIALS;
  wire.pause();
  await cluster.kill();

  const base = join(folder, "base");
  writeFileSync(join(base, "recovery.signal"), "");
  const other = await startCluster(bin, base, [
    `restore_command=cp ${archive}/%f %p`,
    "recovery_target_action=promote",
  ]);
  target.port = Number(new URL(other.url).port);
  const restored = databaseUrl(other.url, "lab");
  const more = createPool(restored, "ingest");
  onTestFinished(async () => {
    await follower.stop();
    await Promise.all([reader.end(), more.end()]);
    await wire.close();
    await other.kill();
  });
  wire.resume();
  wire.cut();
  await append(more, sessionOf("B", 1));
  const head = headBefore + TRIALS;
  expect(await headOf(more)).toBe(head);
  for (let i = 0; followed.length < head && i < 400; i++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(followed.map(({ position }) => position)).toEqual(Array.from({ length: head }, (_, i) => i + 1));
  const { rows: logged } = await more.query(
    "select position, encode(hash, 'hex') as hash from log.event order by position",
  );
  expect(followed).toEqual(logged);
  await expectRestored(null, restored, checkpoint);
}, 120_000);
