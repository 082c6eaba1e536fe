import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join, resolve, sep } from "node:path";
import { SaddlepointError } from "../../errors.ts";
import { packageRoot } from "../../package-root.ts";
import { canEnter, type ServerUser } from "./server-user.ts";

/**
 * Where the server of this copy of the program lives. Every path is stable from run to run.
 *
 * 1. `$SADDLEPOINT_HOME/postgres`, when that is set.
 * 2. In a clone `<clone>/.saddlepoint/postgres`; as an installed package the user's data folder (XDG).
 * 3. Where the server's user cannot enter that (a clone under /root, say), a folder named by its path elsewhere.
 */
export function defaultFolder(user: ServerUser | null, environment = process.env): string {
  const home = environment.SADDLEPOINT_HOME;
  if (home) return resolve(home, "postgres");
  const installed = packageRoot.split(sep).includes("node_modules");
  return enterableFolder(
    installed ? dataHome(environment) : join(packageRoot, ".saddlepoint", "postgres"),
    user,
  );
}

/** `preferred`, or a folder that is named by its path where the server's user cannot enter it. */
export function enterableFolder(preferred: string, user: ServerUser | null): string {
  makeFolder(preferred, user);
  return canEnter(preferred, user) ? preferred : elsewhere(preferred);
}

/**
 * Makes the folder of a server, open to nobody but us, and to the server's user only for passing through.
 *
 * @throws SaddlepointError EMBEDDED_FOLDER_NOT_OURS
 */
export function makeFolder(folder: string, user: ServerUser | null): void {
  const mode = user === null ? 0o700 : 0o711;
  try {
    mkdirSync(folder, { recursive: true });
    const { uid } = statSync(folder);
    if (process.getuid !== undefined && uid !== process.getuid())
      throw new Error(`it belongs to the user ${uid}`);
    chmodSync(folder, mode);
  } catch (error) {
    throw new SaddlepointError(
      "EMBEDDED_FOLDER_NOT_OURS",
      `cannot use ${folder} for the embedded PostgreSQL: ${error instanceof Error ? error.message : String(error)}`,
      "Run as the user who owns it, or name another folder in SADDLEPOINT_HOME, or set DATABASE_URL to a server of your own.",
      { file: folder },
      { cause: error },
    );
  }
}

/** @throws SaddlepointError EMBEDDED_FOLDER_UNREACHABLE */
export function requireEnterable(folder: string, user: ServerUser | null): void {
  if (canEnter(folder, user)) return;
  throw new SaddlepointError(
    "EMBEDDED_FOLDER_UNREACHABLE",
    `the user postgres, as whom the embedded PostgreSQL runs since we are root, cannot enter ${folder}`,
    "Name a folder in SADDLEPOINT_HOME that every user may pass through to, or unset it.",
    { file: folder },
  );
}

function dataHome(environment: NodeJS.ProcessEnv): string {
  const base = environment.XDG_DATA_HOME || join(homedir(), ".local", "share");
  return join(base, "saddlepoint", "postgres");
}

/**
 * Only root, whose server runs as another user, comes here; so the place may be one that only root can write to.
 * Not /var/tmp, which systemd empties of files that have not been read for a month.
 */
function elsewhere(preferred: string): string {
  // A copy of the program is named by its own folder: …/<name>/.saddlepoint/postgres.
  const name = basename(resolve(preferred, "../..")).replace(/[^\w.-]/g, "_");
  const hash = createHash("sha256").update(realpathSync(preferred)).digest("hex").slice(0, 12);
  return join("/var/lib/saddlepoint", `${name}-${hash}`);
}
