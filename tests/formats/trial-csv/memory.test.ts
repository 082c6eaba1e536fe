import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "./given-files.ts";

const MIB = 1_048_576;

/** Run in a process of its own, so that no other test's memory is counted. */
function longTable(nTrials: number, name: string) {
  const file = join(temporaryFolder(), name);
  const script = join(import.meta.dirname, "long-table.ts");
  return JSON.parse(
    execFileSync(process.execPath, ["--expose-gc", script, file, String(nTrials)], { encoding: "utf8" }),
  );
}

describe("memory does not grow with the table", () => {
  // 300,000 rows as objects would hold more than 50 MB.
  test.each(["long.csv", "long.csv.gz"])("300,000 trials in %s are written and read in a few MB", (name) => {
    const seen = longTable(300_000, name);
    expect(seen.read).toBe(300_000);
    expect(seen.sampledGrowth).toBe(true);
    expect(seen.writingGrowthBytes).toBeLessThan(12 * MIB);
    expect(seen.readingGrowthBytes).toBeLessThan(12 * MIB);
    expect(seen.peakResidentBytes).toBeLessThan(300 * MIB);
  });
});
