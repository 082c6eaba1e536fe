import { spawn } from "node:child_process";
import { closeSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SaddlepointError } from "../../errors.ts";
import type { Binaries } from "./binaries.ts";
import { answers } from "./connection.ts";
import { dataDirectory } from "./data-folder.ts";
import { findFreePort } from "./free-port.ts";
import { clearAfterCrash, findPostmaster } from "./postmaster.ts";
import { logSince, logTail, openLog } from "./server-log.ts";
import type { ServerUser } from "./server-user.ts";
import { serverSettings } from "./settings.ts";

/** Recovery after a crash replays at most max_wal_size, which a slow disk may take minutes for. */
const ANSWER_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_S = 60;
const RETRY_PAUSE_MS = 250;
const MAX_STARTS = 40;

export interface ServerPlace {
  readonly folder: string;
  readonly binaries: Binaries;
  readonly user: ServerUser | null;
}

/**
 * The port of the folder's server when one runs, once it takes connections; null when none runs (any more).
 *
 * @throws SaddlepointError EMBEDDED_NOT_ANSWERING, EMBEDDED_PASSWORD_WRONG
 */
export async function joinServer({ folder }: ServerPlace, password: string): Promise<number | null> {
  return untilAnswer(folder, password, () => findPostmaster(dataDirectory(folder)) === null);
}

/**
 * Starts the folder's server and waits until it takes connections. Call it under the folder's lock, when none runs.
 *
 * @throws SaddlepointError EMBEDDED_START_FAILED, with the end of the server's log
 */
export async function startServer(place: ServerPlace, password: string, durable: boolean): Promise<number> {
  const { folder } = place;
  const portFile = join(folder, "port");
  let wanted = existsSync(portFile) ? Number(readFileSync(portFile, "utf8")) : 0;
  for (let start = 1; ; start++) {
    clearAfterCrash(dataDirectory(folder));
    // The same port as last time where it is free, so that connections survive a restart and a noted address holds.
    const port = await findFreePort(wanted);
    const attempt = launch(place, port, durable);
    const started = await untilAnswer(folder, password, attempt.hasEnded);
    if (started !== null) {
      writeFileSync(portFile, String(port));
      return started;
    }
    const said = logSince(folder, attempt.logStart);
    if (/could not (bind|create any TCP\/IP sockets)/.test(said)) wanted = 0;
    // The shared memory of a server that was killed just now: its last processes are still ending.
    else if (!/pre-existing shared memory block/.test(said)) throw startFailed(folder);
    if (start === MAX_STARTS) throw startFailed(folder);
    await pause(RETRY_PAUSE_MS);
  }
}

/** Stops the folder's server, if one runs: its clients are cut off, its data are written. */
export async function stopServer(place: ServerPlace): Promise<void> {
  if (findPostmaster(dataDirectory(place.folder)) === null) return;
  // A disk that cannot take the last checkpoint in a minute: what is committed is in the log, and is replayed.
  if (!(await pgCtlStop(place, "fast"))) await pgCtlStop(place, "immediate");
}

function pgCtlStop({ folder, binaries, user }: ServerPlace, mode: "fast" | "immediate"): Promise<boolean> {
  const child = spawn(
    binaries.pgCtl,
    ["stop", "-D", dataDirectory(folder), "-m", mode, "-w", "-t", String(STOP_TIMEOUT_S)],
    { ...user, cwd: "/", detached: true, stdio: "ignore" },
  );
  return new Promise((resolve) => {
    child.on("error", () => resolve(false));
    child.on("exit", (code) => resolve(code === 0));
  });
}

interface Attempt {
  readonly logStart: number;
  hasEnded(): boolean;
}

function launch({ folder, binaries, user }: ServerPlace, port: number, durable: boolean): Attempt {
  const log = openLog(folder);
  // Detached: a session of its own, so that Ctrl-C in our terminal does not reach it before we are done with it.
  const child = spawn(binaries.postgres, ["-D", dataDirectory(folder), ...serverSettings(port, durable)], {
    ...user,
    cwd: "/",
    detached: true,
    stdio: ["ignore", log.descriptor, log.descriptor],
  });
  closeSync(log.descriptor);
  child.unref();
  let ended = false;
  child.on("exit", () => {
    ended = true;
  });
  child.on("error", () => {
    ended = true;
  });
  return { logStart: log.start, hasEnded: () => ended };
}

/** The server's port, once it takes connections; null as soon as `isGone` says that none will. */
async function untilAnswer(folder: string, password: string, isGone: () => boolean): Promise<number | null> {
  const deadline = Date.now() + ANSWER_TIMEOUT_MS;
  while (!isGone()) {
    // Read from the server's own file, not assumed: another server may have got the port that this one was given.
    const port = findPostmaster(dataDirectory(folder))?.port ?? null;
    if (port !== null && (await answers({ port, password }))) return port;
    if (Date.now() > deadline) {
      throw new SaddlepointError(
        "EMBEDDED_NOT_ANSWERING",
        `the embedded PostgreSQL has not answered for ${ANSWER_TIMEOUT_MS / 1000} s; ${logTail(folder)}`,
        "It may still be recovering: look at the log and try again; to end it, kill the process whose number is the first line of data/postmaster.pid there.",
        { file: folder },
      );
    }
    await pause(30);
  }
  return null;
}

function startFailed(folder: string): SaddlepointError {
  return new SaddlepointError(
    "EMBEDDED_START_FAILED",
    `the embedded PostgreSQL did not start; ${logTail(folder)}`,
    "Mend what the log complains of, or set DATABASE_URL to a server of your own.",
    { file: folder },
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
