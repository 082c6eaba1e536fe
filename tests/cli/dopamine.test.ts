/** Held to the database's own means, and to the truth that the simulation was made from. */
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { append } from "../../src/log/append.ts";
import { projectRegistered } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();
const home = "simulated/lit/SIM001";

beforeAll(async () => {
  const size = ["--mice", "1", "--sessions", "10", "--trials", "100"];
  const kinds = ["--photometry", "--stimulation", "--project", "lit"];
  await saddlepoint(log.url, "simulate", ...size, "--append", "--json", ...kinds);
  await append(log.pool("ingest"), [projectRegistered({}, { lab: "simulated", project: "other" })]);
}, 60_000);

interface Traces {
  readonly nSnippets: number;
  readonly traces: readonly {
    condition: string;
    nTrials: number;
    mean: number[];
    low: number[];
    high: number[];
  }[];
}

test("mean traces are those of the stored samples, condition by condition, and can be drawn", async () => {
  const file = join(tmpdir(), `traces-${process.pid}.svg`);
  const args = [
    "--site",
    "DLS-left",
    "--alignment",
    "outcome",
    "--by",
    "outcome,side",
    "--json",
    "--plot",
    file,
  ];
  const run = await saddlepoint(log.url, "dopamine", "traces", home, ...args);
  expect(run.code).toBe(0);
  const { traces, nSnippets } = run.json<Traces>();
  expect(traces.reduce((sum, { nTrials }) => sum + nTrials, 0)).toBe(nSnippets);
  const { rows } = await log.pool("reader").query<{ samples: Buffer }>(
    `select p.samples from projection.snippet p
     join projection.trial t on t.home = p.home and t.session = p.session and t.trial = p.trial
     where p.home = $1 and p.site = 'DLS-left' and p.alignment = 'outcome' and t.outcome = 1 and t.contrast_right > 0`,
    [home],
  );
  const found = traces.find(({ condition }) => condition === "outcome correct, side right");
  expect(found?.nTrials).toBe(rows.length);
  for (const at of [0, 15, 30]) {
    const mean = rows.reduce((sum, { samples }) => sum + samples.readFloatLE(4 * at), 0) / rows.length;
    expect(found?.mean[at]).toBeCloseTo(mean, 9);
    expect(found?.low[at]).toBeLessThan(mean);
    expect(found?.high[at]).toBeGreaterThan(mean);
  }
  expect(await readFile(file, "utf8")).toContain("SIMULATED MICE");
});

test("a condition that is named twice counts once", async () => {
  const traces = ["dopamine", "traces", home, "--site", "DLS-left", "--json", "--by"];
  const twice = await saddlepoint(log.url, ...traces, "side,outcome,side");
  expect(twice.json()).toEqual((await saddlepoint(log.url, ...traces, "side,outcome")).json());
});

interface Encoding {
  readonly fibres: readonly {
    site: string;
    stages: readonly {
      alignment: string;
      stage: string;
      logRatio: number | null;
      decidedInCohort: string | null;
      coefficients: readonly {
        regressor: string;
        estimate: number;
        permutationP: number;
        adjustedP: number;
      }[];
    }[];
  }[];
}

test("encoding finds that water raises the outcome response of both fibres, corrected over both", async () => {
  const run = await saddlepoint(log.url, "dopamine", "encoding", home, "--json");
  expect(run.code).toBe(0);
  const { fibres } = run.json<Encoding>();
  expect(fibres.map(({ site }) => site)).toEqual(["DLS-left", "DLS-right"]);
  for (const { stages } of fibres) {
    const all = stages.find(({ alignment, stage }) => alignment === "outcome" && stage === "all");
    const outcome = all?.coefficients.find(({ regressor }) => regressor === "outcome");
    expect(outcome?.estimate).toBeGreaterThan(0);
    expect(outcome?.adjustedP).toBeLessThan(0.01);
    expect(outcome?.adjustedP).toBeGreaterThanOrEqual(outcome?.permutationP ?? 1);
    // Together, neither decides for the account that is less likely.
    const against = (all?.logRatio ?? 0) >= 0 ? "total" : "partial";
    expect(["partial", "total", "undecided"].filter((each) => each !== against)).toContain(
      all?.decidedInCohort,
    );
  }
});

test("effects stand beside those of reward; a mouse without light has none", async () => {
  const run = await saddlepoint(log.url, "dopamine", "effects", "--project", "lit", "--json");
  const { subjects, cohort } = run.json<{ subjects: unknown[]; cohort: { treatment: string }[] }>();
  expect(subjects).toHaveLength(1);
  expect(new Set(cohort.map(({ treatment }) => treatment))).toEqual(new Set(["light", "reward"]));
  const none = await saddlepoint(log.url, "dopamine", "effects", "--project", "other", "--json");
  expect(none.json()).toEqual({ simulated: false, subjects: [], cohort: [] });
});

test("a project without photometry is an answer, one that is not there an error that tells which are", async () => {
  const dark = await saddlepoint(log.url, "dopamine", "encoding", "--project", "other");
  expect(dark).toMatchObject({ code: 0, stdout: "No subject has photometry that belongs to trials.\n" });
  for (const command of ["encoding", "effects"]) {
    const wrong = await saddlepoint(log.url, "dopamine", command, "--project", "lti", "--json");
    expect(wrong.code).toBe(1);
    expect(wrong.json()).toEqual({
      error: {
        code: "NO_SUCH_PROJECT",
        message: "there is no project lti",
        field: "project",
        value: "lti",
        remedy: "Give one of those that there are: simulated/lit, simulated/other.",
      },
    });
    const elsewhere = await saddlepoint(
      ...[log.url, "dopamine", command, "--lab", "lit", "--project", "lit", "--json"],
    );
    expect(elsewhere.json()).toMatchObject({ error: { code: "NO_SUCH_LAB", value: "lit" } });
  }
});

test("a fibre without snippets, a subject that is not there and a wrong condition are said to be", async () => {
  const none = await saddlepoint(log.url, "dopamine", "traces", home, "--site", "NAc", "--json");
  expect(none.code).toBe(1);
  expect(none.json()).toMatchObject({ error: { code: "NO_SNIPPETS" } });
  const nobody = await saddlepoint(log.url, "dopamine", "encoding", "a/b/c", "--json");
  expect(nobody.json()).toMatchObject({ error: { code: "NO_SUCH_SUBJECT" } });
  expect((await saddlepoint(log.url, "dopamine", "traces", home, "--site", "x", "--by", "mood")).code).toBe(
    2,
  );
});
