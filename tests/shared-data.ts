import { existsSync } from "node:fs";
import { resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../shared");

/** Whether the real data and reference fits lie beside this clone. */
export const hasShared = existsSync(resolve(root, "data/SOURCES.md"));

if (!hasShared && process.env.CI) {
  throw new Error(
    `the real data are missing: ${root} must exist in CI, where no test may be skipped for want of it`,
  );
}

/** What the name of a test that needs the real data ends with: why it is skipped, where it is. */
export const whySkipped = hasShared ? "" : " (skipped: the real data (../shared) are not beside this clone)";

/** Path of a file of the real data or references. */
export function sharedPath(...parts: readonly string[]): string {
  return resolve(root, ...parts);
}
