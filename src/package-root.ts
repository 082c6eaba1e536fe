import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** The folder that holds this package's package.json, whether the code runs from source or as built. */
export const packageRoot = findPackageRoot(import.meta.dirname);

export const packageVersion: string = JSON.parse(
  readFileSync(resolve(packageRoot, "package.json"), "utf8"),
).version;

function findPackageRoot(from: string): string {
  if (existsSync(resolve(from, "package.json"))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error("no package.json above the program's own folder");
  return findPackageRoot(parent);
}
