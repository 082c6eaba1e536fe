import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, statfsSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { SaddlepointError } from "../../src/errors.ts";
import { append } from "../../src/log/append.ts";
import { appendBulk } from "../../src/log/append-bulk.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { serverFault } from "../../src/postgres/server-fault.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { trials } from "../events/given-events.ts";
import { headOf } from "../log/given-log.ts";
import { type OwnServer, startOwnServer } from "../support/own-server.ts";
import { expectSoundLog } from "../support/sound-log.ts";

/*
 * A server whose data lie on a small disk (tmpfs), which a file fills up in the middle of its work. Mounting needs
 * root and the right to it, which a container may lack.
 */
const MIB = 2 ** 20;
const DISK_MIB = 400;

interface Disk {
  readonly folder: string;
  fill(leaveMib: number): void;
  free(): void;
  unmount(): void;
}

function mountDisk(): Disk | null {
  const folder = mkdtempSync(join(tmpdir(), "saddlepoint-disk-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_MIB}m,mode=755`, "tmpfs", folder]);
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true });
    return null;
  }
  const ballast = join(folder, "ballast");
  return {
    folder,
    fill(leaveMib) {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leaveMib * MIB)));
    },
    free: () => rmSync(ballast, { force: true }),
    unmount() {
      spawnSync("umount", ["--lazy", folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const probe = process.getuid?.() === 0 ? mountDisk() : null;
probe?.unmount();
const canMount = probe !== null;
if (!canMount && process.env.CI)
  throw new Error("this machine lets nobody mount a disk, and CI must try a full one");
const why = canMount ? "" : " (skipped: this machine lets us mount no disk)";

const left: (() => Promise<void> | void)[] = [];
afterAll(async () => {
  for (const tidy of left.reverse()) await tidy();
});

async function serverOn(disk: Disk): Promise<{ server: OwnServer; ingest: pg.Pool; admin: pg.Pool }> {
  left.push(() => disk.unmount());
  const folder = join(disk.folder, "server");
  mkdirSync(folder);
  const server = await startOwnServer(folder);
  left.push(() => server.stop());
  const ingest = createPool(server.url, "ingest", { max: 4 });
  const admin = createPool(server.url, "migrator", { max: 2 });
  left.push(() => ingest.end());
  left.push(() => admin.end());
  return { server, ingest, admin };
}

/** Appends until it fails. @returns how many events got in, and the failure */
async function appendUntilFull(ingest: pg.Pool, subject: string) {
  let kept = 0;
  for (let session = 1; session <= 200; session++) {
    try {
      const isBulk = session % 2 === 0;
      if (isBulk) {
        const { appended } = await appendBulk(ingest, async function* () {
          for (let i = 0; i < 5; i++)
            yield { events: trials(subject, session, 1 + i * 2_000, 2_000 + i * 2_000) };
        });
        kept += appended;
      } else {
        kept += (await append(ingest, trials(subject, session, 1, 300))).length;
      }
    } catch (error) {
      const fault = error instanceof SaddlepointError ? error : serverFault(error);
      return { kept, session, fault, error };
    }
  }
  throw new Error("the disk did not fill up");
}

describe.skipIf(!canMount)(`a disk that is full${why}`, () => {
  test("under the tables: the append fails with DISK_FULL, keeps nothing of itself, and works once there is space", async () => {
    const disk = mountDisk();
    if (disk === null) throw new Error("it could be mounted a moment ago");
    const { server, ingest, admin } = await serverOn(disk);
    // The write-ahead log lies elsewhere, as it often does: it has space.
    await server.stopForMaintenance(() => {
      const wal = mkdtempSync(join(tmpdir(), "saddlepoint-wal-"));
      left.unshift(() => rmSync(wal, { recursive: true, force: true }));
      const inside = join(server.folder, "data/pg_wal");
      cpSync(inside, join(wal, "pg_wal"), { recursive: true });
      spawnSync("chown", ["-R", "--reference", inside, wal]);
      rmSync(inside, { recursive: true });
      symlinkSync(join(wal, "pg_wal"), inside);
    });
    disk.fill(24);
    const { kept, fault, session, error } = await appendUntilFull(ingest, "A");
    expect(fault, String(error)).toMatchObject({
      code: "DISK_FULL",
      remedy: expect.stringContaining("space"),
    });
    expect(await headOf(admin)).toBe(kept);
    const { rows } = await admin.query<{ n: number }>(
      "select count(*) as n from log.event where stream = $1",
      [`lab/study/A/${session}`],
    );
    expect(rows[0].n).toBe(0);
    disk.free();
    expect(await append(ingest, trials("A", session, 1, 300))).toHaveLength(300);
    expect(
      await appendBulk(ingest, async function* () {
        yield { events: trials("A", 999, 1, 2_000) };
      }),
    ).toMatchObject({ appended: 2_000 });
    await expectSoundLog(admin);
    expect(await catchUp(admin)).toBe(kept + 2_300);
  }, 120_000);

  test("under the write-ahead log too: the server goes down, and comes back with what it had acknowledged", async () => {
    const disk = mountDisk();
    if (disk === null) throw new Error("it could be mounted a moment ago");
    const { server, ingest, admin } = await serverOn(disk);
    disk.fill(24);
    const { kept, fault, session, error } = await appendUntilFull(ingest, "B");
    expect(["DISK_FULL", "SERVER_UNREACHABLE"], String(error)).toContain(fault?.code);
    disk.free();
    await server.restart();
    // The batch that failed may have been kept, since its answer was lost: sending it again tells.
    const again = await append(ingest, trials("B", session, 1, 1));
    expect(again).toHaveLength(1);
    expect(await headOf(admin)).toBeGreaterThan(kept);
    await expectSoundLog(admin);
    expect(
      (await append(ingest, trials("B", 999, 1, 10))).map((result) => result.alreadyThere),
    ).not.toContain(true);
  }, 120_000);
});
