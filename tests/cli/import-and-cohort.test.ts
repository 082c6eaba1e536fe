import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { derivation } from "../analyses/derivation.ts";
import { givenTable, HEADER, mouseLines, temporaryFolder } from "../ingest/given-tables.ts";
import { givenLog, headOf } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();
const temporary = temporaryFolder();

const cli = (...args: readonly string[]) => saddlepoint(log.url, ...args);
const at = ["--lab", "lab", "--project", "study"];

async function deriveAll(): Promise<void> {
  const derive = derivation(log.pool("worker"));
  await derive.all({ timing: "change" });
  await derive.close();
}

describe("import csv", () => {
  test("appends, says what, and projects; a second time adds nothing and says so", async () => {
    const files = ["A", "B"].map((subject) =>
      givenTable(`${subject}.csv`, [HEADER, ...mouseLines({ subject, sessions: 2, trials: 30 })]),
    );
    const first = await cli("import", "csv", ...files, ...at, "--json");
    expect({ code: first.code, answer: first.json() }).toEqual({
      code: 0,
      answer: {
        files: files.map((file, i) => ({
          file,
          subjects: [["A", "B"][i]],
          nTrials: 60,
          appended: i === 0 ? 65 : 63,
          alreadyThere: i === 0 ? 0 : 2,
          simulated: false,
          notices: [],
        })),
        appended: 128,
        position: 128,
      },
    });
    expect(first.stderr).toContain("[2/2]");
    const again = await cli("import", "csv", ...files, ...at);
    expect(again).toMatchObject({ code: 0, stdout: "Nothing new: the log had all of it already.\n" });
    const { rows } = await log.pool("reader").query("select position from projection.checkpoint");
    expect(rows).toEqual([{ position: 128 }]);
  });

  test("a wrong row: exit 1, place and remedy on stderr, and with --json as a document on stdout", async () => {
    const file = givenTable("C.csv", [HEADER, "C,1,1,0.5,0,left,0.7", "C,1,2,50,0,left,0.7"]);
    const head = await headOf(log.pool("reader"));
    const run = await cli("import", "csv", file, ...at, "--json");
    expect(run.code).toBe(1);
    const { error } = run.json<{ error: Readonly<Record<string, unknown>> }>();
    expect(error).toMatchObject({
      file,
      line: 3,
      field: "contrast_left",
      value: "50",
      remedy: expect.any(String),
    });
    expect(run.stderr).toContain(`error ${error.code}`);
    expect(run.stderr).toContain(`at    ${file}:3  contrast_left = "50"`);
    expect(run.stderr).toContain(`to do ${error.remedy}`);
    expect(await headOf(log.pool("reader"))).toBe(head);
  });

  test("a file that is not there; a column that is not there", async () => {
    expect(await cli("import", "csv", "nowhere.csv", ...at)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("nowhere.csv"),
    });
    const file = givenTable("D.csv", ["animal,side", "D,left"]);
    expect((await cli("import", "csv", file, ...at)).stderr).toMatch(/error TRIAL_CSV_/);
  });

  test("--map names the file's own columns, --subject its mouse, --actor who imports", async () => {
    const file = givenTable("day1.csv", ["contrast_left,contrast_right,answer", "0.5,0,left", "0,0.5,right"]);
    const run = await cli(
      ...[
        "import",
        "csv",
        file,
        ...at,
        "--map",
        "choice=answer",
        "--subject",
        "E",
        "--actor",
        "Åsa",
        "--json",
      ],
    );
    expect(run.json()).toMatchObject({ files: [{ subjects: ["E"], nTrials: 2 }] });
    const { rows } = await log
      .pool("ingest")
      .query(
        "select name from log.staff where actor in (select actor from log.event where home = 'lab/study/E')",
      );
    expect(rows).toEqual([{ name: "Åsa" }]);
  });
});

describe("cohort", () => {
  test("the document has the contract's keys, and says what is not derived yet", async () => {
    const run = await cli("cohort", "--json", "--project", "study");
    expect(run.code).toBe(0);
    expect(run.stderr).toContain("3 subjects are not of the present data");
    const document = run.json<Readonly<Record<string, unknown>>>();
    expect(Object.keys(document)).toEqual(
      expect.arrayContaining([
        "n",
        "excluded",
        "earlyBiasLateSlope",
        "earlyLateBias",
        "earlyLateTable",
        "subjects",
      ]),
    );
    expect(document).toMatchObject({
      n: 0,
      excluded: ["A", "B", "E"].map((subject) => ({ subject, reason: expect.any(String) })),
      earlyBiasLateSlope: { r: null, ci: null, p: null, n: 0 },
      earlyLateBias: { r: null, n: 0 },
    });
  });

  test("with everything derived: r, interval, p and n, the table, and subjects by what they began as", async () => {
    const right = (p: number) => (contrast: number, session: number) =>
      session < 9 ? p : Math.min(1, Math.max(0, 0.5 + (contrast > 0 ? 0.4 + p : 1.4 - p) * contrast));
    const mice = [0.1, 0.2, 0.5, 0.8, 0.9].flatMap((p, i) =>
      mouseLines({ subject: `F${i}`, sessions: 13, trials: 100, seed: i, pRight: right(p) }),
    );
    const file = givenTable("F.csv", [HEADER, ...mice]);
    expect((await cli("import", "csv", file, "--lab", "lab", "--project", "biased")).code).toBe(0);
    await deriveAll();
    const whole = await cli("cohort", "--json", "--project", "biased");
    expect(whole.stderr).toBe("");
    const document = whole.json<{
      n: number;
      excluded: unknown[];
      earlyBiasLateSlope: { r: number; ci: [number, number]; p: number; n: number };
      subjects: { subject: string; earlyStrategy: string | null }[];
      earlyLateTable: { n: number };
    }>();
    expect(document).toMatchObject({
      n: 5,
      excluded: [],
      earlyBiasLateSlope: { n: 5 },
      earlyLateTable: { n: 5 },
    });
    const { r, ci, p } = document.earlyBiasLateSlope;
    expect(r).toBeGreaterThan(0.8);
    expect(ci[0]).toBeLessThanOrEqual(r);
    expect(ci[1]).toBeGreaterThanOrEqual(r);
    expect(p).toBeGreaterThan(0);
    expect(document.subjects.map(({ subject }) => subject)).toEqual(["F0", "F1", "F2", "F3", "F4"]);
    const left = await cli("cohort", "--json", "--project", "biased", "--early-strategy", "left-biased");
    expect(left.json<typeof document>().subjects.map(({ subject }) => subject)).toEqual(["F0", "F1"]);
    const text = await cli("cohort", "--project", "biased");
    expect(text.stdout).toMatch(/5 subjects, 5 of them with early and late sessions\n.*r = \+0\.\d\d \[/);
  });

  test("ranges, class and origin select too; what cannot be a range is wrong usage", async () => {
    const selected = async (...filter: readonly string[]) => {
      const run = await cli("cohort", "--json", "--project", "biased", ...filter);
      return run.json<{ subjects: { subject: string }[] }>().subjects.map(({ subject }) => subject);
    };
    expect(await selected("--range", "early-bias=..-0.1")).toEqual(["F0", "F1"]);
    expect(await selected("--range", "EARLY_BIAS=-0.15..0.15", "--range", "sessions=13..13")).toEqual(["F2"]);
    expect(await selected("--range", "sessions=14..")).toEqual([]);
    const byClass: string[] = [];
    for (const name of ["left", "balanced", "right"]) byClass.push(...(await selected("--class", name)));
    expect(byClass.sort()).toEqual(["F0", "F1", "F2", "F3", "F4"]);
    expect(await selected("--real")).toHaveLength(5);
    expect(await selected("--simulated")).toEqual([]);
    for (const wrong of ["early-bias", "early-bias=..", "early-bias=1..0", "speed=1..2", "early-bias=a..b"]) {
      expect((await cli("cohort", "--range", wrong)).code).toBe(2);
    }
  });

  test("trajectories by early strategy are aligned as asked, and pictures drawn of what is stored", async () => {
    const plot = join(temporary, "biased.svg");
    const run = await cli(
      ...["cohort", "--json", "--project", "biased", "--align", "criterion", "--criterion", "0.6"],
      ...["--predict-from", "3", "--plot", plot, "--picture", "all"],
    );
    expect(run.code).toBe(0);
    const document = run.json<{
      prediction: unknown[];
      timeToCriterion: { accuracy: number; n: number };
      byEarlyStrategy: {
        earlyStrategy: string;
        trajectory: { alignment: unknown; points: { at: number }[] };
      }[];
      subjects: { early: { bias: number; sessions: [number, number] } }[];
    }>();
    expect(document.prediction).toHaveLength(3);
    expect(document.timeToCriterion).toMatchObject({ accuracy: 0.6, n: 5 });
    expect(document.byEarlyStrategy[0].trajectory.alignment).toEqual({ on: "criterion", accuracy: 0.6 });
    expect(document.byEarlyStrategy[0].trajectory.points.map(({ at }) => at)).toContain(0);
    expect(document.subjects[0].early).toMatchObject({ bias: expect.any(Number), sessions: [4, 8] });
    for (const name of ["ribbons", "trajectories", "plane"]) {
      const svg = readFileSync(join(temporary, `biased-${name}.svg`), "utf8");
      expect(svg).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
      expect(run.stderr).toContain(`biased-${name}.svg`);
    }
    expect(readFileSync(join(temporary, "biased-ribbons.svg"), "utf8")).toContain("F3");
  });

  test("a filter that selects nobody is an answer, not an error", async () => {
    const none = await cli("cohort", ...at, "--simulated", "--json");
    expect([none.code, none.json<{ subjects: unknown[] }>().subjects]).toEqual([0, []]);
  });

  test.each([["cohort"], ["export", "measures"], ["network", "compare"]])(
    "%s of a lab or project that is not there is an error",
    async (...command) => {
      const project = await cli(...command, "--lab", "lab", "--project", "studdy");
      expect([project.code, project.stdout]).toEqual([1, ""]);
      expect(project.stderr).toMatch(
        /NO_SUCH_PROJECT: there is no project lab\/studdy\n.*\n.*lab\/biased, lab\/study/,
      );
      const lab = await cli(...command, "--lab", "nobody");
      expect([lab.code, lab.stderr]).toEqual([
        1,
        expect.stringContaining("NO_SUCH_LAB: there is no lab nobody"),
      ]);
    },
  );
});

test("rebuild gives the digest that was live", async () => {
  const run = await cli("rebuild", "--json");
  expect(run.code).toBe(0);
  expect(run.json()).toMatchObject({
    same: true,
    position: await headOf(log.pool("reader")),
    durationS: expect.any(Number),
  });
  expect((await cli("rebuild")).stdout).toContain("to the same digest");
});

test("migrate on a database of this version applies nothing", async () => {
  expect((await cli("migrate", "--json")).json()).toEqual({ applied: [] });
});

test("doctor finds a healthy server, and warns that no worker is heard of", async () => {
  const run = await cli("doctor", "--json");
  expect(run.code).toBe(0);
  const { healthy, checks } = run.json<{ healthy: boolean; checks: { name: string; state: string }[] }>();
  expect(healthy).toBe(true);
  const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
  expect(states).toMatchObject({
    node: "ok",
    server: "ok",
    migrations: "ok",
    privileges: "ok",
    projections: "ok",
    worker: "warning",
  });
});

test("a database that was never migrated: every command but migrate and doctor says what to do", async () => {
  const name = `never_${process.pid}`;
  await log.pool("migrator").query(`create database ${name}`);
  const url = Object.assign(new URL(log.url), { pathname: `/${name}` }).href;
  try {
    const run = await saddlepoint(url, "cohort");
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining("error MIGRATIONS_PENDING") });
    expect(run.stderr).toContain("npx saddlepoint migrate");
    const doctor = await saddlepoint(url, "doctor", "--json");
    expect(doctor.code).toBe(1);
    expect(doctor.json()).toMatchObject({
      checks: expect.arrayContaining([expect.objectContaining({ name: "migrations", state: "error" })]),
    });
  } finally {
    await log.pool("migrator").query(`drop database ${name} with (force)`);
  }
});
