import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { tryLock } from "./kernel-lock.ts";

/**
 * Who uses the server: a file `<pid>-<random>` each in the folder's `leases`, locked for as long as its holder
 * lives. A file that nobody holds locked belongs to the dead, whatever process bears its pid now.
 *
 * Invariant: leases are made and swept under the folder's lock only, so a file is never seen between its making and
 * its locking by anyone who would sweep it.
 */
export interface Lease {
  drop(): void;
}

export function takeLease(folder: string): Lease {
  const directory = leaseDirectory(folder);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = resolve(directory, `${process.pid}-${randomUUID()}`);
  const lock = tryLock(path);
  if (lock === null) throw new Error(`a lease that nobody else can know is held: ${path}`);
  return {
    drop() {
      lock.release();
      rmSync(path, { force: true });
    },
  };
}

/** The pids of the living holders, one for each lease. */
export function livingHolders(folder: string): readonly number[] {
  return leaseFiles(folder)
    .filter((path) => !isFree(path))
    .map(pidOf);
}

/** Removes what the dead left behind. */
export function sweepLeases(folder: string): void {
  for (const path of leaseFiles(folder)) {
    if (isFree(path)) rmSync(path, { force: true });
  }
}

function isFree(path: string): boolean {
  const lock = tryLock(path);
  lock?.release();
  return lock !== null;
}

function leaseFiles(folder: string): readonly string[] {
  try {
    return readdirSync(leaseDirectory(folder)).map((name) => resolve(leaseDirectory(folder), name));
  } catch {
    return [];
  }
}

function pidOf(path: string): number {
  return Number.parseInt(path.slice(path.lastIndexOf("/") + 1), 10);
}

function leaseDirectory(folder: string): string {
  return resolve(folder, "leases");
}
