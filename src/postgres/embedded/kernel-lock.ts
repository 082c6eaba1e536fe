import type { DatabaseSync } from "node:sqlite";
import { SaddlepointError } from "../../errors.ts";

/** A file that this process holds locked. Released by `release`, and by the kernel when the process ends. */
export interface KernelLock {
  release(): void;
}

const SQLITE_BUSY = 5;

/** Keeps the locks that are held from the garbage collector, which would free them for who forgot their handle. */
const held = new Set<DatabaseSync>();

/**
 * Locks the file `path`, made when missing, or returns null when somebody holds it: another process, or another
 * lock of this one.
 *
 * Node offers no flock, and a file with a pid in it goes stale: the pid may live again as another program. SQLite's
 * exclusive lock on an empty database is a lock of the kernel on every platform, so the death of its holder, by
 * whatever cause, frees it. The file stays empty.
 *
 * Danger: on POSIX, a process that opens and closes a file by other means loses its lock on it. Nothing else may
 * read a lock's file.
 *
 * @throws SaddlepointError EMBEDDED_FOLDER_NOT_OURS when the file may not be opened for writing
 */
export function tryLock(path: string): KernelLock | null {
  const database = open(path);
  try {
    // No journal beside the file: nothing is ever written.
    database.exec("pragma journal_mode = memory; begin exclusive");
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw notOurs(path, error);
  }
  held.add(database);
  return {
    release() {
      held.delete(database);
      if (database.isOpen) database.close();
    },
  };
}

/** Waits up to `timeoutMs` for the lock of `path`; null when it stayed held. */
export async function waitForLock(path: string, timeoutMs: number): Promise<KernelLock | null> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const lock = tryLock(path);
    if (lock !== null || Date.now() > deadline) return lock;
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 30));
  }
}

function open(path: string) {
  const { DatabaseSync } = sqlite();
  try {
    return new DatabaseSync(path, { timeout: 0 });
  } catch (error) {
    throw notOurs(path, error);
  }
}

/** node:sqlite without the warning that it is experimental, which would stand on every command's stderr. */
function sqlite(): typeof import("node:sqlite") {
  const emitWarning = process.emitWarning;
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}

function notOurs(path: string, cause: unknown): SaddlepointError {
  return new SaddlepointError(
    "EMBEDDED_FOLDER_NOT_OURS",
    `cannot lock ${path}: ${cause instanceof Error ? cause.message : String(cause)}`,
    "The folder of the embedded PostgreSQL must be writable by you: run as the user who made it, or name another in SADDLEPOINT_HOME.",
    { file: path },
    { cause },
  );
}
