/** Refits and recoveries as they are stored: by their runs, in GraphQL, and by the verdict that they came to. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startRunLoop } from "../../jobs/run-loop.ts";
import { planRuns, toQueue } from "../../src/analyses/plan.ts";
import { type Api, startApi } from "../../src/api/server.ts";
import { appendSimulatedMouse } from "../../src/ingest/simulated-trials.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { fetchEarlierRefit, fetchRefitDocuments } from "../../src/read/network-refits.ts";
import { fetchNewestRuns } from "../../src/read/run-list.ts";
import { enqueueRuns } from "../../src/read/run-queue.ts";
import { fetchTrials } from "../../src/read/trial-table.ts";
import { refitDocument } from "../../src/science/network/refit-document.ts";
import { QUICK_REFIT, refitMouse } from "../../src/science/network/refit-mouse.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { giveToken } from "../api/api-under-test.ts";
import { data, useToken } from "../api/client.ts";
import { givenLog } from "../log/given-log.ts";
import { type Derivation, derivation } from "./derivation.ts";

const log = givenLog();
const homes = ["lab/nets/SIM001", "lab/nets/SIM002", "lab/nets/SIM003"];
let derive: Derivation;
let api: Api;

beforeAll(async () => {
  const size = { mice: 3, seed: 4, sessions: 9, trialsPerSession: 72, responseTimes: true };
  for (const mouse of simulateCohort({ rule: "tutor-executor", ...size })) {
    await appendSimulatedMouse(log.pool("ingest"), mouse, {
      ...{ lab: "lab", project: "nets", actor: "test", seed: 4 },
    });
  }
  await catchUp(log.pool("worker"));
  derive = derivation(log.pool("worker"));
  for (const home of homes) {
    expect(await derive.run("session-measures", home)).toMatchObject({ state: "succeeded" });
    expect(await derive.run("network-refit", home)).toMatchObject({ state: "succeeded" });
  }
  api = await startApi({ pool: log.pool("api") });
  useToken(await giveToken(log.url, { labs: ["lab"] }));
}, 120_000);
afterAll(async () => {
  await api?.close();
  await derive?.close();
});

test("what is stored of a subject's first refit is what its trials alone give, to the last digit", async () => {
  const stored = await fetchRefitDocuments(derive.db, homes);
  expect([...stored.keys()]).toEqual(homes);
  const trials = await fetchTrials(derive.db, homes[1]);
  if (trials === null) throw new Error("the mouse has no trials");
  expect(stored.get(homes[1])).toEqual(refitDocument(refitMouse(trials, QUICK_REFIT)));
}, 60_000);

test("a later refit starts from the one before, and its networks are at least as likely", async () => {
  const [before] = [await fetchEarlierRefit(derive.db, homes[0])];
  const trials = await fetchTrials(derive.db, homes[0]);
  if (trials === null || before === null) throw new Error("the mouse has no refit");
  const cold = refitMouse(trials, QUICK_REFIT);
  const warm = refitMouse(trials, QUICK_REFIT, { warmStarts: before.networks });
  warm.comparison.fits.forEach((fit, k) => {
    const { logLikelihood } = cold.comparison.fits[k];
    expect(fit.logLikelihood).toBeGreaterThanOrEqual(logLikelihood - 1e-9);
  });
  // What decides never knows of the warm start.
  expect(warm.comparison.differences).toEqual(cold.comparison.differences);
  expect(warm.comparison.verdict.winner).toBe(cold.comparison.verdict.winner);
}, 60_000);

test("GraphQL gives a refit with its verdict, networks and saddles, and where it comes from", async () => {
  const { subject } = await data(
    api.url,
    `{ subject(id: "${homes[0]}") { networkRecovery { nReplicates } networkRefit {
         nTrials nHeldOut heldOut { account logLikelihoodPerTrial } ceilingMissing warmStart { id }
         verdict { winner runnerUp margin ci { low high } sure winnerByBic bicMargin rightWhenSaid }
         differences { account against perTrial ci { low } }
         fits { rule bic initialBias estimates { name value atBound } predictive { bias }
           fixedPoints { name flow slow index residual distances escapes { rate pathways } }
           passed connections { from to } nextAssociation { predicted observed agrees } }
         run { analysis parameters } } } }`,
  );
  const { networkRefit: refit } = subject;
  expect(subject.networkRecovery).toBeNull();
  expect(refit.run).toMatchObject({ analysis: "network-refit", parameters: { preset: "quick", nBlocks: 5 } });
  expect([refit.nTrials, refit.warmStart, refit.verdict.rightWhenSaid]).toEqual([648, null, null]);
  const score = (account: string) =>
    refit.heldOut.find((each: { account: string }) => each.account === account).logLikelihoodPerTrial;
  const { winner, runnerUp, margin, ci, sure } = refit.verdict;
  expect(margin).toBeCloseTo(score(winner) - score(runnerUp), 10);
  expect(sure).toBe(ci.low > 0);
  expect(refit.differences).toHaveLength(12);
  expect(refit.fits.map(({ rule }: { rule: string }) => rule)).toEqual([
    "TUTOR_EXECUTOR",
    "TOTAL_RPE",
    "SHALLOW",
  ]);
  for (const { fixedPoints } of refit.fits) {
    const zeros = fixedPoints.filter(({ slow }: { slow: boolean }) => !slow);
    expect(zeros.length).toBeGreaterThan(0);
    for (const zero of zeros) {
      expect(zero.residual).toBeLessThan(1e-9);
      if (zero.flow === "PROJECTED") expect(zero.distances).toHaveLength(9);
    }
  }
});

test("subjects are selected by the rule that wins, and those without a verdict are not", async () => {
  const stored = await fetchRefitDocuments(derive.db, homes);
  const names = (selected: { nodes: { id: string }[] }) => selected.nodes.map(({ id }) => id);
  const found: string[] = [];
  for (const rule of ["TUTOR_EXECUTOR", "TOTAL_RPE", "SHALLOW"]) {
    const { subjects, others } = await data(
      api.url,
      `{ subjects(filter: {learningRule: ${rule}}) { nodes { id } }
         others: subjects(filter: {not: {learningRule: ${rule}}}) { nodes { id } } }`,
    );
    const winner = rule.toLowerCase().replace("_", "-");
    expect(names(subjects)).toEqual(homes.filter((home) => stored.get(home)?.verdict.winner === winner));
    expect([...names(subjects), ...names(others)].sort()).toEqual(homes);
    found.push(...names(subjects));
  }
  expect(found.sort()).toEqual(homes);
  const { sure } = await data(
    api.url,
    "{ sure: subjects(filter: {learningRuleSure: true}) { nodes { id } } }",
  );
  expect(names(sure)).toEqual(homes.filter((home) => stored.get(home)?.verdict.sure));
});

test("a cohort says who wins, and lays its twins' correlations beside its own", async () => {
  const { cohort } = await data(
    api.url,
    `{ cohort(filter: {project: "nets"}) { earlyBiasLateSlope { r } networks { n nInCorrelations
         wins { rule n sure byBic } differences { account against mean n nBetter ci { low high } }
         earlyBiasLateSlope { r n } rules { rule nTwinCohorts initialBiasLateSlope { n r slope }
           twinEarlyBiasLateSlope { median interval { low high } holdsObserved } } } } }`,
  );
  const { networks } = cohort;
  expect([networks.n, networks.nInCorrelations]).toEqual([3, 3]);
  expect(networks.wins.reduce((sum: number, { n }: { n: number }) => sum + n, 0)).toBe(3);
  expect(networks.earlyBiasLateSlope.r).toBeCloseTo(cohort.earlyBiasLateSlope.r, 12);
  expect(networks.rules[0]).toMatchObject({ rule: "TUTOR_EXECUTOR", nTwinCohorts: 100 });
});

test("recovery is made only where somebody asks, and then says how often a verdict is right", async () => {
  const planned = await planRuns(derive.db, {});
  expect(planned.map(({ analysis }) => analysis)).not.toContain("network-recovery");
  expect(await planRuns(derive.db, { analyses: ["network-recovery"] })).toHaveLength(3);
  expect(await derive.run("network-recovery", homes[2])).toMatchObject({ state: "succeeded" });
  const { subject } = await data(
    api.url,
    `{ subject(id: "${homes[2]}") { networkRefit { verdict { winner rightWhenSaid } }
         networkRecovery { nReplicates run { analysis } rightWhenSaid { rule byHeldOut }
           byHeldOut { rule tutorExecutor totalRpe shallow } parameters { rule name truth rootMeanSquareError } } } }`,
  );
  const { networkRecovery: recovery, networkRefit: refit } = subject;
  expect(recovery.nReplicates).toBe(4);
  const column = { TUTOR_EXECUTOR: "tutorExecutor", TOTAL_RPE: "totalRpe", SHALLOW: "shallow" }[
    refit.verdict.winner as "SHALLOW"
  ];
  let said = 0;
  let right = 0;
  for (const row of recovery.byHeldOut) {
    expect(row.tutorExecutor + row.totalRpe + row.shallow).toBe(4);
    said += row[column];
    if (row.rule === refit.verdict.winner) right = row[column];
  }
  expect(refit.verdict.rightWhenSaid).toBe(said === 0 ? null : right / said);
  expect(recovery.parameters.filter(({ rule }: { rule: string }) => rule === "SHALLOW")).toHaveLength(8);
}, 120_000);

test("a run at work says how far it is, with each of its heartbeats", async () => {
  const loop = startRunLoop({
    ...{ db: derive.db, pool: log.pool("worker"), worker: "test:progress", slots: 1, leaseMs: 400 },
    onError: (error) => {
      throw error;
    },
  });
  try {
    const [planned] = await planRuns(derive.db, { homes: [homes[0]], analyses: ["network-recovery"] });
    await enqueueRuns(derive.db, [toQueue(planned)], { cause: "request", priority: 0, inputPosition: 0 });
    const told: number[] = [];
    await vi.waitUntil(
      async () => {
        const [run] =
          (await fetchNewestRuns(derive.db, [homes[0]], ["network-recovery"])).get(homes[0]) ?? [];
        if (run?.progress !== undefined && run.progress !== null) told.push(run.progress);
        return run?.state === "SUCCEEDED";
      },
      { timeout: 60_000, interval: 50 },
    );
    expect(told.length).toBeGreaterThan(0);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(Math.max(...told)).toBeGreaterThan(0.3);
    expect(Math.max(...told)).toBeLessThanOrEqual(1);
  } finally {
    await loop.stop(0);
  }
}, 120_000);

test("another lab sees no refit", async () => {
  useToken(await giveToken(log.url, { labs: ["elsewhere"] }));
  const { subject, subjects } = await data(
    api.url,
    `{ subject(id: "${homes[0]}") { id } subjects(filter: {learningRule: TUTOR_EXECUTOR}) { nodes { id } } }`,
  );
  expect([subject, subjects.nodes]).toEqual([null, []]);
});
