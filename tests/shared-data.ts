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

/** Said by every test that is skipped without the real data. */
export const whySkipped = "skipped: the real data (../shared) are not beside this clone";

/** Path of a file of the real data or references. */
export function sharedPath(...parts: readonly string[]): string {
  return resolve(root, ...parts);
}
