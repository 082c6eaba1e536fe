import { statfs } from "node:fs/promises";
import { SaddlepointError } from "../errors.ts";
import { packageRoot } from "../package-root.ts";
import { pendingMigrations } from "../postgres/pending-migrations.ts";
import { missingPrivileges, serverSettings } from "../postgres/server-facts.ts";
import { projectionLag } from "../projections/rebuild.ts";
import { fetchBlockedStreams } from "../read/log-state.ts";
import { seenWorkers, WORKER_SILENCE_S } from "../read/workers.ts";
import { type CliContext, openContext } from "./context.ts";

export interface Check {
  readonly name: string;
  readonly state: "ok" | "warning" | "error";
  readonly found: string;
  /** What to do; null where all is well. */
  readonly remedy: string | null;
}

const MIN_NODE = [22, 18] as const;
const MIN_SERVER_VERSION = 150000;
const MIN_FREE_BYTES = 2 ** 30;
const MAX_BLOCKED_SHOWN = 5;

/** Looks at everything that the program needs, and goes on as far as it can when something is wrong. */
export async function diagnose(): Promise<readonly Check[]> {
  const checks: Check[] = [checkNode()];
  let context: CliContext;
  try {
    context = await openContext({ requireMigrated: false });
  } catch (error) {
    checks.push(bad("server", messageOf(error), remedyOf(error)));
    return checks;
  }
  try {
    checks.push(await checkDisk(context));
    checks.push(...(await checkServer(context)));
  } catch (error) {
    checks.push(bad("server", messageOf(error), remedyOf(error)));
  } finally {
    await context.close();
  }
  return checks;
}

function checkNode(): Check {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const enough = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  return enough
    ? ok("node", process.version)
    : bad(
        "node",
        process.version,
        `Use Node ${MIN_NODE.join(".")} or newer; \`npm ci\` in the clone installs one.`,
      );
}

async function checkDisk(context: CliContext): Promise<Check> {
  const folder = context.embedded?.folder ?? packageRoot;
  const disk = await statfs(folder);
  const free = disk.bavail * disk.bsize;
  const found = `${(free / 2 ** 30).toFixed(1)} GiB free where ${folder} lies`;
  return free >= MIN_FREE_BYTES
    ? ok("disk", found)
    : warn("disk", found, "Free some space: PostgreSQL stops when the disk is full.");
}

async function checkServer(context: CliContext): Promise<readonly Check[]> {
  const pool = context.pool("migrator");
  const server = await serverSettings(pool);
  const checks: Check[] = [];
  const name = `PostgreSQL ${server.version}, ${context.embedded ? `embedded in ${context.embedded.folder}` : "of DATABASE_URL"}`;
  checks.push(
    server.versionNumber >= MIN_SERVER_VERSION
      ? ok("server", name)
      : bad("server", name, "Use PostgreSQL 15 or newer, or unset DATABASE_URL to use the embedded one."),
  );
  checks.push(
    server.durable
      ? ok("durability", "fsync and synchronous_commit are on")
      : warn(
          "durability",
          "fsync or synchronous_commit is off: a crash can lose what was acknowledged",
          "Switch both on.",
        ),
  );
  const pending = await pendingMigrations(pool);
  if (pending.length > 0) {
    return [
      ...checks,
      bad(
        "migrations",
        `${pending.length} are missing: ${pending.join(", ")}`,
        "Run `npx saddlepoint migrate`.",
      ),
    ];
  }
  checks.push(ok("migrations", "all applied"));
  const missing = await missingPrivileges(pool);
  checks.push(
    missing.length === 0
      ? ok("privileges", "each role may do its part and no more")
      : bad(
          "privileges",
          missing.join("; "),
          "Run `npx saddlepoint migrate` as the owner of the database, and take away what is too much.",
        ),
  );
  const { position, head } = await projectionLag(pool);
  checks.push(
    position === head
      ? ok("projections", `at position ${head}, level with the log`)
      : warn(
          "projections",
          `${head - position} events behind the log`,
          "Run `npx saddlepoint up`; its worker follows the log.",
        ),
  );
  const blocked = await fetchBlockedStreams(context.db("reader"), MAX_BLOCKED_SHOWN);
  checks.push(
    blocked.length === 0
      ? ok("streams", "none is blocked")
      : warn(
          "streams",
          blocked
            .map((b) => `${b.stream} stands still at its version ${b.streamVersion}: ${b.message}`)
            .join("; "),
          "See `npx saddlepoint log show --stream …`; then append an EventDismissed with that version and a reason.",
        ),
  );
  const alive = (await seenWorkers(context.db("reader"))).filter(
    (worker) => worker.silentS < WORKER_SILENCE_S,
  );
  checks.push(
    alive.length > 0
      ? ok("worker", alive.map((w) => `${w.worker}, heard ${w.silentS.toFixed(0)} s ago`).join("; "))
      : warn(
          "worker",
          "none has been heard of in the last minute",
          "Run `npx saddlepoint up`, or `up --worker`; without a worker nothing is derived.",
        ),
  );
  return checks;
}

const ok = (name: string, found: string): Check => ({ name, state: "ok", found, remedy: null });
const warn = (name: string, found: string, remedy: string): Check => ({
  name,
  state: "warning",
  found,
  remedy,
});
const bad = (name: string, found: string, remedy: string): Check => ({ name, state: "error", found, remedy });

function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== "" ? error.message : "the server does not answer";
}

function remedyOf(error: unknown): string {
  return error instanceof SaddlepointError
    ? error.remedy
    : "Check DATABASE_URL and that the server runs, or unset DATABASE_URL to use the embedded one.";
}
