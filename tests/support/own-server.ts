import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acquireEmbedded, type EmbeddedServer } from "../../src/postgres/embedded/acquire.ts";
import { dataDirectory } from "../../src/postgres/embedded/data-folder.ts";
import { findPostmaster } from "../../src/postgres/embedded/postmaster.ts";
import { migrate } from "../../src/postgres/migrate.ts";

/** A durable PostgreSQL of the test's own, which it may kill. Its address stays the same. */
export interface OwnServer {
  readonly url: string;
  readonly folder: string;
  /** kill -9 of the postmaster: nothing is flushed, nothing is said to clients. */
  kill(): void;
  /** After kill. */
  restart(): Promise<void>;
  /** Shuts it down in an orderly way, lets `work` change its files, and starts it again. */
  stopForMaintenance(work: () => void): Promise<void>;
  stop(): Promise<void>;
}

/** @param folder made and removed by the caller; by default a temporary one */
export async function startOwnServer(folder?: string): Promise<OwnServer> {
  const place = folder ?? mkdtempSync(join(tmpdir(), "saddlepoint-own-"));
  // The server runs as another user where we are root.
  chmodSync(place, 0o755);
  let holds: EmbeddedServer[] = [await acquireEmbedded({ folder: place })];
  const { url } = holds[0];
  await migrate(url);
  return {
    url,
    folder: place,
    kill() {
      const postmaster = findPostmaster(dataDirectory(place));
      if (postmaster === null) throw new Error("the server does not run");
      process.kill(postmaster.pid, "SIGKILL");
    },
    async restart() {
      holds.push(await acquireEmbedded({ folder: place }));
      if (holds.at(-1)?.url !== url) throw new Error("the server came back at another address");
    },
    async stopForMaintenance(work) {
      for (const hold of holds) await hold.release();
      work();
      holds = [await acquireEmbedded({ folder: place })];
      if (holds[0].url !== url) throw new Error("the server came back at another address");
    },
    async stop() {
      for (const hold of holds) await hold.release();
      if (folder === undefined)
        rmSync(place, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
