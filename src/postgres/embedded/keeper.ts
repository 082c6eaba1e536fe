import { existsSync } from "node:fs";
import { join } from "node:path";
import { findBinaries } from "./binaries.ts";
import { tryLock, waitForLock } from "./kernel-lock.ts";
import { livingHolders, sweepLeases } from "./leases.ts";
import { stopServer } from "./server.ts";
import { findServerUser } from "./server-user.ts";

/**
 * The process that watches over a server: it stops it when every holder has died without releasing it (kill -9, a
 * closed terminal), and then ends itself. One for each folder; started by startKeeper, never awaited.
 */
const CHECK_EVERY_MS = 500;
const LAST_KEEPER_LEAVES_MS = 500;

async function keep(folder: string): Promise<void> {
  const only = existsSync(folder)
    ? await waitForLock(join(folder, "keeper.lock"), LAST_KEEPER_LEAVES_MS)
    : null;
  if (only === null) return;
  // The lock, not the folder: a folder that is being removed must not get it back. The server, whose own lock file goes
  // too, notices that by itself and ends.
  while (existsSync(join(folder, "lock")) && !(await stopIfUnused(folder))) {
    await new Promise((resolve) => setTimeout(resolve, CHECK_EVERY_MS));
  }
}

/** Whether nobody uses the server, and it is stopped now. */
async function stopIfUnused(folder: string): Promise<boolean> {
  if (livingHolders(folder).length > 0) return false;
  const lock = tryLock(join(folder, "lock"));
  // Somebody starts it, joins it or stops it right now.
  if (lock === null) return false;
  try {
    if (livingHolders(folder).length > 0) return false;
    sweepLeases(folder);
    const user = findServerUser();
    await stopServer({ folder, binaries: findBinaries(folder, user), user });
    return true;
  } finally {
    lock.release();
  }
}

const [, , folder] = process.argv;
if (folder === undefined) throw new Error("the keeper is started with the folder that it watches");
await keep(folder);
