import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SaddlepointError } from "../../errors.ts";
import type { Binaries } from "./binaries.ts";
import type { ServerUser } from "./server-user.ts";

export const SUPERUSER = "saddlepoint";

export function dataDirectory(folder: string): string {
  return join(folder, "data");
}

/**
 * Makes the data folder when there is none, and says the superuser's password. Call it under the folder's lock.
 *
 * @throws SaddlepointError EMBEDDED_DATA_VERSION, EMBEDDED_PASSWORD_LOST, EMBEDDED_INITDB_FAILED
 */
export function prepareData(
  folder: string,
  binaries: Binaries,
  user: ServerUser | null,
): { password: string } {
  const data = dataDirectory(folder);
  const passwordFile = join(folder, "password");
  if (!existsSync(data)) {
    const password = randomBytes(24).toString("base64url");
    writeFileSync(passwordFile, password, { mode: 0o600 });
    initialise(folder, password, binaries, user);
    return { password };
  }
  requireVersion(data, binaries.majorVersion);
  if (!existsSync(passwordFile)) {
    throw new SaddlepointError(
      "EMBEDDED_PASSWORD_LOST",
      `the password of the embedded PostgreSQL is gone: ${passwordFile}`,
      `Put the file back from a backup; without one, move ${folder} away and import again.`,
      { file: passwordFile },
    );
  }
  return { password: readFileSync(passwordFile, "utf8") };
}

function requireVersion(data: string, ours: string): void {
  const versionFile = join(data, "PG_VERSION");
  const theirs = existsSync(versionFile) ? readFileSync(versionFile, "utf8").trim() : "unknown";
  if (theirs === ours) return;
  throw new SaddlepointError(
    "EMBEDDED_DATA_VERSION",
    `${data} was made by PostgreSQL ${theirs}, and this version of Saddlepoint brings PostgreSQL ${ours}`,
    `Go back to the version of Saddlepoint that made it and dump the database (pg_dump), or move ${data} away and import again.`,
    { file: versionFile, value: theirs },
  );
}

/** All or nothing: what a crash leaves half made never bears the data folder's name. */
function initialise(folder: string, password: string, binaries: Binaries, user: ServerUser | null): void {
  const unfinished = join(folder, "data.unfinished");
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  // The server's user may not read our own password file, so it gets one for the moment.
  const passwordFile = join(folder, "password.initdb");
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user !== null) for (const path of [unfinished, passwordFile]) chownSync(path, user.uid, user.gid);
  const made = spawnSync(
    binaries.initdb,
    [
      `--pgdata=${unfinished}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // The same order and case rules on every machine, whatever locales it has.
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
    ],
    { ...user, cwd: "/", encoding: "utf8" },
  );
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) {
    throw new SaddlepointError(
      "EMBEDDED_INITDB_FAILED",
      `the embedded PostgreSQL could not make its data folder: ${made.error?.message ?? made.stderr.trim()}`,
      `See that ${folder} is on a disk with space and that the file system knows owners, or name another folder in SADDLEPOINT_HOME.`,
      { file: folder },
    );
  }
  renameSync(unfinished, dataDirectory(folder));
}
