import { expect, test } from "vitest";
import { subjectAnalyses } from "../../src/analyses/registry.ts";
import { analysesOfTrials } from "../analyses/derivation.ts";
import { saddlepoint } from "../cli/run-here.ts";
import { givenTable, HEADER, mouseLines, temporaryFolder } from "../ingest/given-tables.ts";
import { givenLog } from "../log/given-log.ts";

interface Demo {
  readonly rig: { readonly stimulations: number; readonly appended: number };
}

const log = givenLog();

test("demo --once imports, derives, answers and ends; a second run recomputes nothing", async () => {
  // The three of the folder, and two simulated ones with photometry and light.
  const derivations =
    3 * analysesOfTrials.length + 2 * subjectAnalyses.filter(({ timing }) => timing === "change").length;
  const folder = temporaryFolder();
  for (const [i, subject] of ["A", "B", "C"].entries()) {
    const lines = mouseLines({ subject, sessions: 10, trials: 80, seed: i });
    givenTable(`${subject}.csv.gz`, [HEADER, ...lines], { subject, simulated: true }, folder);
  }
  const first = await saddlepoint(log.url, "demo", "--once", "--json", "--data", folder);
  expect(first.code).toBe(0);
  const expected = {
    subjects: 3,
    sessions: 30,
    trials: 2_400,
    simulated: true,
    rig: { project: "simulated-rig", simulated: true, mice: 2, snippets: 2 * 6 * 80 * 4 },
    cohort: {
      n: 3,
      excluded: [],
      earlyBiasLateSlope: { r: expect.any(Number), n: 3 },
      subjects: ["A", "B", "C"].map((subject) => ({ subject, simulated: true })),
    },
  };
  expect(first.json()).toMatchObject({ ...expected, recomputed: derivations });
  expect(first.stderr).toContain("A.csv.gz (simulated): 800 trials");
  expect(first.stderr).toContain(`[${derivations}/${derivations}] `);

  const second = await saddlepoint(log.url, "demo", "--once", "--json", "--data", folder);
  expect(second.json()).toMatchObject({ ...expected, recomputed: 0 });
  expect(first.json<Demo>().rig.stimulations).toBeGreaterThan(50);
  expect(first.json<Demo>().rig.appended).toBeGreaterThan(3_840);
  expect(second.json<Demo>().rig).toEqual({ ...first.json<Demo>().rig, appended: 0 });
  expect(second.stderr).toContain("nothing new");
  expect(second.json<{ cohort: unknown }>().cohort).toEqual(first.json<{ cohort: unknown }>().cohort);

  const text = await saddlepoint(log.url, "demo", "--once", "--data", folder);
  expect(text.stdout).toContain("all simulated; 0 derivations made in this run");
  expect(text.stdout).toMatch(
    /simulated: 2 mice with 3840 photometry snippets .* \d+ optogenetic stimulations/,
  );
  expect(text.stdout).toMatch(/GraphQL at http:\/\/127\.0\.0\.1:\d+\/graphql/);
});

test.each([
  ["a folder without tables", () => temporaryFolder(), "NO_TRIAL_TABLES"],
  ["no folder", () => "/nowhere/at-all", "NO_TRIAL_TABLES"],
])("demo of %s says what to give", async (_what, folder, code) => {
  const run = await saddlepoint(log.url, "demo", "--once", "--json", "--data", folder());
  expect(run.code).toBe(1);
  expect(run.json()).toMatchObject({ error: { code, remedy: expect.stringContaining("--data") } });
});
