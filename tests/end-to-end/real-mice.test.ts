import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { derivation } from "../analyses/derivation.ts";
import { saddlepoint } from "../cli/run-here.ts";
import { givenLog } from "../log/given-log.ts";
import { hasShared, sharedPath, whySkipped } from "../shared-data.ts";

const log = givenLog();

test.skipIf(!hasShared)(
  `the 20 real mice, from their files to the cohort's answer${whySkipped}`,
  async () => {
    const files = readdirSync(sharedPath("data/dap"))
      .filter((name) => name.endsWith(".csv.gz"))
      .map((name) => sharedPath("data/dap", name));
    const at = ["--lab", "lak", "--project", "dap"];
    const imported = await saddlepoint(log.url, "import", "csv", ...files, ...at, "--json");
    // Sums of the .json files: 20 subjects, 504 sessions, 101615 trials; a lab and a project besides.
    expect(imported.json()).toMatchObject({ appended: 2 + 20 + 504 + 101_615 });
    const again = await saddlepoint(log.url, "import", "csv", ...files, ...at, "--json");
    expect(again.json()).toMatchObject({ appended: 0 });

    const derive = derivation(log.pool("worker"));
    const { rows } = await log.pool("reader").query<{ home: string }>("select home from projection.subject");
    for (const { home } of rows) await derive.run("session-measures", home);
    await derive.close();

    const cohort = (await saddlepoint(log.url, "cohort", "--project", "dap", "--json")).json<{
      readonly n: number;
      readonly simulated: boolean;
      readonly excluded: readonly object[];
      readonly subjects: readonly object[];
      readonly earlyBiasLateSlope: {
        readonly r: number;
        readonly ci: readonly [number, number];
        readonly n: number;
      };
      readonly earlyLateBias: { readonly r: number };
    }>();
    expect(cohort).toMatchObject({ n: 20, simulated: false, excluded: [], earlyBiasLateSlope: { n: 20 } });
    expect(cohort.subjects).toHaveLength(20);
    // SCIENCE §2: by an independent computation +.572 and −.296.
    expect(Math.abs(cohort.earlyBiasLateSlope.r - 0.572)).toBeLessThan(0.001);
    expect(Math.abs(cohort.earlyLateBias.r + 0.296)).toBeLessThan(0.001);
    expect(cohort.earlyBiasLateSlope.ci[0]).toBeGreaterThan(0);
    expect(cohort.earlyBiasLateSlope.ci[1]).toBeGreaterThan(0.572);

    const rebuilt = await saddlepoint(log.url, "rebuild", "--json");
    expect(rebuilt.json()).toMatchObject({ same: true });
  },
  180_000,
);
