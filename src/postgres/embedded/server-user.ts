import { execFileSync, spawnSync } from "node:child_process";
import { SaddlepointError } from "../../errors.ts";

/** The unprivileged user that the server runs as where we are root, since PostgreSQL refuses to run as root. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

const NAME = "postgres";

/**
 * Null when we are not root: the server then runs as ourselves. As root, the user `postgres`, made when missing.
 *
 * @throws SaddlepointError EMBEDDED_NO_USER
 */
export function findServerUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  return lookUp() ?? create();
}

/** Whether the server can reach `folder`, as which user ever it runs. */
export function canEnter(folder: string, user: ServerUser | null): boolean {
  if (user === null) return true;
  // Asked of the kernel, not worked out from modes, which say nothing of access lists and mount options.
  const tried = spawnSync("/bin/sh", ["-c", 'cd -- "$1"', "sh", folder], {
    ...user,
    cwd: "/",
    stdio: "ignore",
  });
  return tried.status === 0;
}

function lookUp(): ServerUser | null {
  const ask = (what: string) =>
    Number(execFileSync("id", [what, NAME], { stdio: ["ignore", "pipe", "ignore"] }));
  try {
    return { uid: ask("-u"), gid: ask("-g") };
  } catch {
    return null;
  }
}

function create(): ServerUser {
  const made = spawnSync(
    "useradd",
    [
      "--system",
      "--user-group",
      "--no-create-home",
      "--home-dir",
      "/nonexistent",
      "--shell",
      "/bin/sh",
      NAME,
    ],
    { encoding: "utf8" },
  );
  // Another clone may have made it in between: only the result counts.
  const user = lookUp();
  if (user !== null) return user;
  throw new SaddlepointError(
    "EMBEDDED_NO_USER",
    `PostgreSQL does not run as root, and the user ${NAME} could not be made: ${made.error?.message ?? made.stderr.trim()}`,
    `Make a system user named ${NAME}, or run as a user who is not root, or set DATABASE_URL to a server of your own.`,
  );
}
