import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { SaddlepointError } from "../../errors.ts";
import { findBinaries } from "./binaries.ts";
import { ensureDatabase, urlOf } from "./connection.ts";
import { prepareData } from "./data-folder.ts";
import { defaultFolder, makeFolder, requireEnterable } from "./folder.ts";
import { type KernelLock, waitForLock } from "./kernel-lock.ts";
import { type Lease, livingHolders, sweepLeases, takeLease } from "./leases.ts";
import { joinServer, type ServerPlace, startServer, stopServer } from "./server.ts";
import { findServerUser } from "./server-user.ts";
import { startKeeper } from "./start-keeper.ts";

export interface EmbeddedOptions {
  /** Where password, data and log lie; by default the folder of this clone or installation. */
  readonly folder?: string;
  /** False only for tests: a server that may forget commits when the machine crashes. By default true. */
  readonly durable?: boolean;
}

/** A hold on the embedded server. */
export interface EmbeddedServer {
  /** Of the database `saddlepoint`, as the server's superuser. */
  readonly url: string;
  readonly folder: string;
  /** Gives the hold up; the last one stops the server. Again is harmless. Never throws for a folder that is gone. */
  release(): Promise<void>;
}

/** Longer than the longest that a holder of the lock may need: a start with recovery, or a stop. */
const LOCK_TIMEOUT_MS = 240_000;

/**
 * The embedded PostgreSQL: starts it, or joins the one that another process of this clone has started.
 *
 * Every process that uses the server holds a lease, a file that the kernel keeps locked while the process lives. The
 * last living holder stops the server when it releases; when all have died without doing so, the keeper does.
 * Everything that changes the folder's state happens under one lock, which the kernel frees when its holder dies: so
 * no crash leaves anything behind that a later call does not clear away.
 *
 * Signals are the caller's affair: release in a handler, then exit (see shutdown-signal.ts).
 *
 * ```ts
 * const server = await acquireEmbedded();
 * try {
 *   await migrate(server.url);
 * } finally {
 *   await server.release();
 * }
 * ```
 *
 * @throws SaddlepointError EMBEDDED_…, each with its remedy
 */
export async function acquireEmbedded(options: EmbeddedOptions = {}): Promise<EmbeddedServer> {
  const user = findServerUser();
  const folder = options.folder === undefined ? defaultFolder(user) : resolve(options.folder);
  makeFolder(folder, user);
  requireEnterable(folder, user);
  const lock = await lockFolder(folder);
  try {
    sweepLeases(folder);
    const place: ServerPlace = { folder, binaries: findBinaries(folder, user), user };
    const { password } = prepareData(folder, place.binaries, user);
    // Before the server starts, so that the keeper ends it should we be killed in the middle of that.
    const lease = takeLease(folder);
    startKeeper(folder);
    try {
      const port =
        (await joinServer(place, password)) ?? (await startServer(place, password, options.durable ?? true));
      await ensureDatabase({ port, password });
      return { url: urlOf({ port, password }), folder, release: once(() => release(place, lease)) };
    } catch (error) {
      await giveUp(place, lease);
      throw error;
    }
  } finally {
    lock.release();
  }
}

async function release(place: ServerPlace, lease: Lease): Promise<void> {
  if (!existsSync(place.folder)) return lease.drop();
  const lock = await lockFolder(place.folder);
  try {
    await giveUp(place, lease);
  } finally {
    lock.release();
  }
}

/** Call it under the folder's lock. */
async function giveUp(place: ServerPlace, lease: Lease): Promise<void> {
  lease.drop();
  sweepLeases(place.folder);
  if (livingHolders(place.folder).length === 0) await stopServer(place);
}

async function lockFolder(folder: string): Promise<KernelLock> {
  const lock = await waitForLock(join(folder, "lock"), LOCK_TIMEOUT_MS);
  if (lock !== null) return lock;
  throw new SaddlepointError(
    "EMBEDDED_LOCK_TIMEOUT",
    `another process has been starting or stopping the embedded PostgreSQL in ${folder} for ${LOCK_TIMEOUT_MS / 1000} s`,
    `End that process (holders of the server: ${livingHolders(folder).join(", ") || "none"}) and try again.`,
    { file: folder },
  );
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
