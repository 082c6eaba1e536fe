import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** The folder that holds this package's package.json, whether the code runs from source or as built. */
export const packageRoot = findPackageRoot(import.meta.dirname);

export const packageVersion: string = JSON.parse(
  readFileSync(resolve(packageRoot, "package.json"), "utf8"),
).version;

/** The git commit of this program: SADDLEPOINT_COMMIT, else that of the clone that it lies in; null elsewhere. */
export function packageCommit(): string | null {
  if (process.env.SADDLEPOINT_COMMIT) return process.env.SADDLEPOINT_COMMIT;
  if (!existsSync(resolve(packageRoot, ".git"))) return null;
  try {
    return execFileSync("git", ["rev-parse", "HEAD"], {
      cwd: packageRoot,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return null;
  }
}

function findPackageRoot(from: string): string {
  if (existsSync(resolve(from, "package.json"))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error("no package.json above the program's own folder");
  return findPackageRoot(parent);
}
