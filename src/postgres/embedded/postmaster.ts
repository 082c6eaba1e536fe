import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The running server of a data folder. */
export interface Postmaster {
  readonly pid: number;
  /** Null while it starts, recovers or stops. */
  readonly port: number | null;
}

/** Of postmaster.pid, from 0 (PostgreSQL's miscadmin.h). */
const PORT_LINE = 3;
const STATUS_LINE = 7;

/**
 * The living server of the data folder `data`, or null. A pid that a crash left behind and that is now another
 * program's (or a zombie's) is no server.
 */
export function findPostmaster(data: string): Postmaster | null {
  const lines = readPidFile(data);
  const pid = Number(lines[0]);
  if (!(pid > 0) || !isServerOf(data, pid)) return null;
  return { pid, port: lines[STATUS_LINE]?.trim() === "ready" ? Number(lines[PORT_LINE]) : null };
}

/**
 * Clears what a server that died without shutting down left behind. Call it under the folder's lock, when
 * findPostmaster finds none.
 *
 * PostgreSQL refuses to start while the pid in `postmaster.pid` is alive, even as another program. Removing the file
 * would also remove the shared memory's key, by which the start makes sure that no orphaned backend still writes to
 * the data. So the key stays, and the pid becomes our own: PostgreSQL takes a lock file that names its parent for
 * stale. Backends deep in a query, which have not noticed yet that they are orphans, are ended (on Linux; elsewhere
 * the start waits for them).
 */
export function clearAfterCrash(data: string): void {
  const lines = readPidFile(data);
  if (lines.length === 0) return;
  for (const pid of processesOf(data)) kill(pid);
  writeFileSync(join(data, "postmaster.pid"), [String(process.pid), ...lines.slice(1)].join("\n"));
}

function readPidFile(data: string): readonly string[] {
  try {
    return readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return [];
  }
}

function processesOf(data: string): readonly number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && isServerOf(data, pid));
}

/** Every process of a server works in its data folder; a shell may too, so its name counts as well. */
function isServerOf(data: string, pid: number): boolean {
  try {
    if (process.platform === "linux") {
      return (
        readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "postgres" &&
        readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data)
      );
    }
    if (process.platform === "win32") return process.kill(pid, 0);
    return execFileSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" }).includes(data);
  } catch {
    return false;
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
