import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { NetworkIntervals } from "../../src/science/network/network-intervals.ts";
import { temporaryFolder } from "../ingest/given-tables.ts";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const folder = temporaryFolder();
const log = givenLog();

interface Compared {
  readonly mice: readonly { subject: string; verdict: { winner: string } }[];
}

test("network simulate prints the contract's keys, and the same for the same seed", async () => {
  const args =
    "network simulate --rule total-rpe --mice 5 --sessions 10 --trials 100 --bias-range 0.05 --seed 3 --json";
  const [first, again] = [
    await saddlepoint(null, ...args.split(" ")),
    await saddlepoint(null, ...args.split(" ")),
  ];
  expect(first.code).toBe(0);
  expect(again.stdout).toBe(first.stdout);
  const document = JSON.parse(first.stdout);
  expect(Object.keys(document)).toEqual(["mice", "cohort"]);
  expect(document.mice).toHaveLength(5);
  expect(Object.keys(document.mice[0])).toEqual(["subject", "sessions"]);
  expect(document.mice[0].sessions).toHaveLength(10);
  expect(Object.keys(document.mice[0].sessions[0])).toEqual(
    "session nTrials leftSlope rightSlope bias accuracy carried".split(" "),
  );
  const { cohort } = document;
  expect(Object.keys(cohort)).toEqual(["n", "earlyBiasLateSlope", "earlyLateBias", "lastAccuracy"]);
  expect(Object.keys(cohort.earlyLateBias)).toEqual(["r", "ci", "p"]);
  const last = document.mice.map((mouse: { sessions: { accuracy: number }[] }) => mouse.sessions[9].accuracy);
  expect(cohort.lastAccuracy).toBeCloseTo(last.reduce((sum: number, x: number) => sum + x, 0) / 5, 12);
});

test("an impossible spread of biases is refused, and an unknown rule is wrong usage", async () => {
  const refused = await saddlepoint(null, "network", "simulate", "--bias-range", "2", "--json");
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.stdout).error.code).toBe("SIMULATION_OPTION_INVALID");
  expect((await saddlepoint(null, "network", "simulate", "--rule", "hebb")).code).toBe(2);
});

test("the default total-RPE network's fixed points are the on/off subsets, and can be drawn", async () => {
  const plot = join(folder, "plane.svg");
  const run = await saddlepoint(
    null,
    ...["network", "fixed-points", "--default", "--rule", "total-rpe", "--small", "--plot", plot, "--json"],
  );
  expect(run.code).toBe(0);
  const names = JSON.parse(run.stdout).points.projected.map(({ name }: { name: string }) => name);
  expect(names.toSorted()).toEqual(
    ["∅", "{B}", "{L}", "{R}", "{B,L}", "{B,R}", "{L,R}", "{B,L,R}"].toSorted(),
  );
  expect(readFileSync(plot, "utf8")).toContain("{B,L,R}");
});

test("simulated mice are fitted, compared and drawn straight from their files", async () => {
  const made = await saddlepoint(
    null,
    ...["simulate", "--mice", "2", "--sessions", "10", "--trials", "90", "--out", folder, "--json"],
  );
  const { files } = JSON.parse(made.stdout);
  const plot = join(folder, "compare.svg");
  const run = await saddlepoint(null, "network", "compare", ...files, "--plot", plot, "--json");
  expect(run.code).toBe(0);
  const { mice, cohort } = JSON.parse(run.stdout);
  expect(mice.map(({ subject }: { subject: string }) => subject)).toEqual(["SIM001", "SIM002"]);
  const { verdict, heldOut, differences } = mice[0];
  const score = (account: string) =>
    heldOut.find((each: { account: string }) => each.account === account).logLikelihoodPerTrial;
  const best = ["tutor-executor", "total-rpe", "shallow"].toSorted((a, b) => score(b) - score(a));
  expect([verdict.winner, verdict.runnerUp]).toEqual(best.slice(0, 2));
  expect(verdict.margin.perTrial).toBeCloseTo(score(best[0]) - score(best[1]), 10);
  expect(differences).toHaveLength(12);
  expect(cohort.n).toBe(2);
  const picture = readFileSync(plot, "utf8");
  expect(picture).toContain("SIM002");
  const fitted = await saddlepoint(
    null,
    "network",
    "fit",
    files[0],
    "--plot",
    join(folder, "fit.svg"),
    "--json",
  );
  expect(JSON.parse(fitted.stdout)[0].fits).toHaveLength(3);
});

test("intervals are asked for, and reach about where the likelihood is highest", async () => {
  const made = "simulate --mice 1 --sessions 6 --trials 60 --seed 9 --json --out";
  const { files } = (await saddlepoint(null, ...made.split(" "), folder)).json<{ files: string[] }>();
  const run = await saddlepoint(null, "network", "fit", files[0], "--intervals", "--json");
  expect(run.code).toBe(0);
  const [{ fits, intervals }] =
    run.json<
      readonly [
        {
          readonly fits: readonly { readonly rule: string; readonly logLikelihood: number }[];
          readonly intervals: readonly NetworkIntervals[];
        },
      ]
    >();
  expect(intervals.map(({ rule }) => rule)).toEqual(fits.map(({ rule }) => rule));
  intervals.forEach(({ logLikelihood, quantities }, k) => {
    // Climbed from the fit as well.
    expect(logLikelihood).toBeGreaterThan(fits[k].logLikelihood - 1e-6);
    expect(quantities.map(({ name }) => name)).toEqual([
      ...["logRate", "logBeta"],
      ...["leftAction", "rightAction"].flatMap((action) =>
        ["left", "right", "bias"].map((pathway) => `logProduct.${action}.${pathway}`),
      ),
    ]);
    for (const { estimate, lower, upper, lowerIsZero, identifiable } of quantities) {
      if (!lowerIsZero) expect(lower ?? Number.NEGATIVE_INFINITY).toBeLessThanOrEqual(estimate);
      expect(upper ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(estimate);
      expect(identifiable).toBe(upper !== null && (lowerIsZero || lower !== null));
    }
  });
  const text = await saddlepoint(null, "network", "fit", files[0], "--intervals");
  expect(text.stdout).toMatch(/logProduct\.rightAction\.bias +-?[\d.]+ \[/);
});

test("networks of the database are those of its trials, stored where they are asked for, and selected by their rule", async () => {
  const made = "simulate --mice 2 --sessions 9 --trials 72 --seed 6 --project nets --append --json";
  expect((await saddlepoint(log.url, ...made.split(" "))).code).toBe(0);
  const run = await saddlepoint(log.url, "network", "compare", "--project", "nets", "--json");
  expect(run.stderr).toContain("deriving");
  const { mice } = run.json<Compared>();
  expect(mice.map(({ subject }) => subject)).toEqual(["simulated/nets/SIM001", "simulated/nets/SIM002"]);
  // What the files of the same mice give.
  const files = await saddlepoint(
    null,
    ..."simulate --mice 2 --sessions 9 --trials 72 --seed 6 --json --out".split(" "),
    folder,
  );
  const fromFiles = await saddlepoint(
    null,
    "network",
    "compare",
    ...files.json<{ files: string[] }>().files,
    "--json",
  );
  expect(mice.map(({ verdict }) => verdict)).toEqual(
    fromFiles.json<Compared>().mice.map(({ verdict }) => verdict),
  );
  // And again from what is stored.
  const again = await saddlepoint(log.url, "network", "compare", "--project", "nets", "--json");
  expect(again.stderr).not.toContain("deriving");
  expect(again.json()).toEqual(run.json());
  const rule = mice[0].verdict.winner;
  const selected = await saddlepoint(
    log.url,
    "network",
    "fit",
    "--project",
    "nets",
    "--learning-rule",
    rule,
    "--json",
  );
  expect(selected.json<{ subject: string }[]>().map(({ subject }) => subject)).toEqual(
    mice.filter(({ verdict }) => verdict.winner === rule).map(({ subject }) => subject),
  );
  // Their strategies are derived for whoever asks about them.
  const trained = ["network", "compare", "--project", "nets", "--range", "sessions=9..9", "--json"];
  const bySessions = await saddlepoint(log.url, ...trained);
  expect(bySessions.stderr).toContain("deriving 4 results first");
  expect(bySessions.json<Compared>().mice.map(({ subject }) => subject)).toEqual(
    mice.map(({ subject }) => subject),
  );
  const one = await saddlepoint(
    log.url,
    "network",
    "fixed-points",
    "--home",
    "simulated/nets/SIM002",
    "--json",
  );
  expect(one.json<unknown[]>()).toHaveLength(1);
  const none = await saddlepoint(log.url, "network", "fit", "--home", "simulated/nets/SIM009", "--json");
  expect(none.json<{ error: { code: string } }>().error.code).toBe("NO_SUCH_SUBJECT");
}, 60_000);
