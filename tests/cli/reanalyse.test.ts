import { expect, test } from "vitest";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { derivation } from "../analyses/derivation.ts";
import { trial, trials } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();

interface Plan {
  readonly analyses: readonly { analysis: string; subjects: string[]; estimatedS: number | null }[];
}

test("a dry run names exactly what a new trial marks, with the time that earlier runs took, and derives nothing", async () => {
  const measures = async () =>
    (await saddlepoint(log.url, "reanalyse", "--dry-run", "--json"))
      .json<Plan>()
      .analyses.find(({ analysis }) => analysis === "session-measures");
  await append(log.pool("ingest"), [...trials("A", 1, 1, 30), ...trials("B", 1, 1, 30)]);
  await catchUp(log.pool("worker"));
  const homes = ["lab/study/A", "lab/study/B"];
  expect(await measures()).toEqual({ analysis: "session-measures", subjects: homes, estimatedS: null });
  const derive = derivation(log.pool("worker"));
  for (const home of homes) await derive.run("session-measures", home);
  await derive.close();
  expect(await measures()).toBeUndefined();
  // Two known durations: their median is by hand.
  await log
    .pool("migrator")
    .query("update derived.run set duration_s = case home when 'lab/study/A' then 2 else 4 end");
  await append(log.pool("ingest"), [trial("B", 1, 31)]);
  expect(await measures()).toEqual({
    analysis: "session-measures",
    subjects: ["lab/study/B"],
    estimatedS: 3,
  });
  const { rows } = await log.pool("reader").query("select count(*)::int as n from derived.run");
  expect(rows).toEqual([{ n: 2 }]);
});

test("--enqueue leaves the work to the workers, once", async () => {
  const asked = async () =>
    (await saddlepoint(log.url, "reanalyse", "--analysis", "session-measures", "--enqueue", "--json")).json();
  expect(await asked()).toMatchObject({ nRuns: 1, nQueued: 1 });
  expect(await asked()).toMatchObject({ nRuns: 1, nQueued: 0 });
  const { rows } = await log
    .pool("reader")
    .query("select state, cause, scope from derived.run where state = 'pending'");
  expect(rows).toEqual([{ state: "pending", cause: "request", scope: "lab/study/B" }]);
});

test("a reanalysis derives everything, the cohort's analyses too, says what failed, and then has nothing to do", async () => {
  const run = await saddlepoint(log.url, "reanalyse", "--json");
  expect(run.code).toBe(0);
  expect(run.stderr).toContain("cohort-statistics of lab/study succeeded");
  const { states, failures } = run.json<{ states: object; failures: readonly { analysis: string }[] }>();
  // Both always chose right, in 30 trials: no decision model can be fitted, no segments told, no network refit.
  expect([...new Set(failures.map(({ analysis }) => analysis))].sort()).toEqual([
    "decision-model",
    "network-refit",
    "strategy-segments",
  ]);
  // Measures of one, psychometrics of both, and the cohort's statistics.
  expect(states).toEqual({ succeeded: 4, failed: 6 });
  expect((await saddlepoint(log.url, "reanalyse", "--json")).json()).toMatchObject({ nRuns: 0, states: {} });
});

interface Verified {
  readonly nFresh: number;
  readonly nVerified: number;
  readonly nSame: number;
  readonly different: readonly { analysis: string; scope: string }[];
}

const verify = (...more: readonly string[]) =>
  saddlepoint(log.url, "reanalyse", "--verify", "--json", ...more);

test("what is computed again from nothing has the same bytes; of a sample too, the same with the same seed", async () => {
  const all = await verify();
  expect(all.code).toBe(0);
  expect(all.json()).toEqual({
    nFresh: 5,
    nVerified: 5,
    nSame: 5,
    different: [],
    failed: [],
    skipped: [],
  });
  expect((await verify("--sample", "2")).json<Verified>()).toMatchObject({
    nFresh: 5,
    nVerified: 2,
    nSame: 2,
  });
  const { rows } = await log
    .pool("reader")
    .query("select count(*)::int as n from derived.session_measure where home = 'lab/study/A'");
  expect(rows).toEqual([{ n: 1 }]);
});

test("a stored digest that the data do not give is found, and is a failure", async () => {
  await log.pool("migrator").query(
    `update derived.run set result_digest = sha256('other') where scope = 'lab/study/A'
       and analysis = 'session-measures'`,
  );
  const found = await verify();
  expect(found.code).toBe(1);
  expect(found.json<Verified>()).toMatchObject({
    nSame: 4,
    different: [{ analysis: "session-measures", scope: "lab/study/A" }],
  });
});

test("two ways at a time, and an analysis that is none, are refused as wrong usage", async () => {
  expect((await saddlepoint(log.url, "reanalyse", "--dry-run", "--verify")).code).toBe(2);
  expect((await saddlepoint(log.url, "reanalyse", "--analysis", "none")).code).toBe(2);
});
