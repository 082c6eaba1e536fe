/** What dopamine carries by strategy, asked for before anything of them was derived. */
import { beforeAll, expect, test } from "vitest";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();

beforeAll(async () => {
  const size = ["--mice", "3", "--sessions", "10", "--trials", "100", "--seed", "2"];
  await saddlepoint(log.url, "simulate", ...size, "--append", "--json", "--photometry", "--project", "lit");
}, 120_000);

test("traces by strategy derive the strategies of their mouse first", async () => {
  const traces = ["dopamine", "traces", "simulated/lit/SIM001", "--site", "DLS-left", "--by", "strategy"];
  const run = await saddlepoint(log.url, ...traces, "--json");
  expect(run.stderr).toContain("deriving 2 results first");
  const { rows } = await log
    .pool("reader")
    .query<{ label: string }>("select distinct label from derived.strategy_segment order by label");
  const found = run.json<{ traces: readonly { condition: string }[] }>().traces;
  expect(found.map(({ condition }) => condition).sort()).toEqual(
    rows.map(({ label }) => `strategy ${label}`),
  );
});

interface Group {
  readonly early: string | null;
  readonly alignment: string;
  readonly nSubjects: number;
  readonly nFibres: number;
  readonly regressors: readonly {
    readonly regressor: string;
    readonly estimate: { readonly mean: number; readonly n: number };
    readonly nSignificant: number;
    readonly nTested: number;
  }[];
  readonly nPartial: number;
  readonly nTotal: number;
  readonly nUndecided: number;
}

interface Encoding {
  readonly fibres: readonly {
    readonly subject: string;
    readonly stages: readonly {
      readonly alignment: string;
      readonly stage: string;
      readonly coefficients: readonly { readonly regressor: string; readonly estimate: number }[];
    }[];
  }[];
  readonly byEarlyStrategy: readonly Group[];
}

const encoding = (...more: readonly string[]) =>
  saddlepoint(log.url, "dopamine", "encoding", "--project", "lit", ...more);

test("the first answer has the groups by the strategies that it derived on the way", async () => {
  const { fibres, byEarlyStrategy } = (await encoding("--json")).json<Encoding>();
  const { rows } = await log.pool("reader").query<{ home: string; early: string }>(
    `select r.home, s.early_strategy as early from derived.subject_strategy s
     join derived.current_run r using (run_id) order by r.home`,
  );
  expect(rows).toHaveLength(3);
  for (const alignment of ["stimulus", "outcome"]) {
    const groups = byEarlyStrategy.filter((group) => group.alignment === alignment);
    expect(new Set(groups.map(({ early }) => early))).toEqual(new Set(rows.map(({ early }) => early)));
    for (const { early, nSubjects, nFibres, regressors, ...accounts } of groups) {
      const homes = rows.filter((row) => row.early === early).map(({ home }) => home);
      const own = fibres.filter(({ subject }) => homes.includes(subject));
      expect({ nSubjects, nFibres }).toEqual({ nSubjects: homes.length, nFibres: own.length });
      expect(accounts.nPartial + accounts.nTotal + accounts.nUndecided).toBe(own.length);
      for (const { regressor, estimate, nTested } of regressors) {
        // Each has two fibres, so the mean over subjects is the mean over fibres.
        const values = own.map(
          ({ stages }) =>
            stages
              .find((stage) => stage.alignment === alignment && stage.stage === "all")
              ?.coefficients.find((coefficient) => coefficient.regressor === regressor)?.estimate ??
            Number.NaN,
        );
        expect(estimate.mean).toBeCloseTo(values.reduce((sum, x) => sum + x, 0) / values.length, 9);
        expect({ n: estimate.n, nTested }).toEqual({ n: homes.length, nTested: own.length });
      }
    }
  }
  expect((await encoding("--json")).json<Encoding>().byEarlyStrategy).toEqual(byEarlyStrategy);
});

test("the text says what the groups encode; a single mouse is no group", async () => {
  const { byEarlyStrategy } = (await encoding("--json")).json<Encoding>();
  const { stdout } = await encoding();
  const [, text] = stdout.split("By early strategy, over all sessions");
  for (const { early, alignment, nSubjects, nFibres, regressors, ...accounts } of byEarlyStrategy) {
    const began = String(early).toLowerCase().replaceAll("_", "-");
    expect(text).toMatch(
      new RegExp(`\\n {2}${began}, ${alignment}: ${nSubjects} subjects?, ${nFibres} fibres;`),
    );
    for (const { regressor, estimate, nSignificant, nTested } of regressors) {
      expect(text).toContain(`${regressor}: ${estimate.mean.toFixed(3)}`);
      expect(text).toContain(`significant in ${nSignificant} of ${nTested}`);
    }
    const { nPartial, nTotal, nUndecided } = accounts;
    expect(text).toContain(`${nPartial} partial, ${nTotal} total, ${nUndecided} undecided`);
  }
  const one = await saddlepoint(log.url, "dopamine", "encoding", "simulated/lit/SIM001");
  expect(one.stdout).toContain("simulated/lit/SIM001, DLS-left");
  expect(one.stdout).not.toContain("By early strategy");
});
