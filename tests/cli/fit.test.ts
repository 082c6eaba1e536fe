import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { givenTable, HEADER, mouseLines, temporaryFolder } from "../ingest/given-tables.ts";
import { hasShared, sharedPath, whySkipped } from "../shared-data.ts";
import { saddlepoint } from "./run-here.ts";

const folder = temporaryFolder();
const readJson = (file: string) => JSON.parse(readFileSync(file, "utf8"));
const KEYS =
  "subject model rule nTrials nSessions paramNames hyper logLikelihood logPrior logPosterior logEvidence converged iterations durationS";

test.skipIf(!hasShared)(
  `the race fit of DAP011 at upstream's hyperparameters is as probable as upstream's${whySkipped}`,
  async () => {
    const reference = JSON.parse(readFileSync(sharedPath("reference/race/DAP011.json"), "utf8"));
    const { sigma, sigDay, sigInit } = reference.hyper;
    const hyper = join(folder, "hyper.json");
    writeFileSync(hyper, JSON.stringify({ sigma, sigmaDay: sigDay, sigmaInit: sigInit }));
    const table = sharedPath("data/dap/DAP011.csv.gz");
    const run = await saddlepoint(
      null,
      ...["fit", "--model", "race", "--hyper", hyper, "--out", folder, table, "--json"],
    );
    expect(run.code).toBe(0);
    const [fit] = JSON.parse(run.stdout);
    expect(Object.keys(fit)).toEqual(KEYS.split(" "));
    expect(fit.paramNames).toEqual(["wr", "wl", "br", "bl", "z"]);
    expect(fit.logPosterior).toBeGreaterThan(reference.log_posterior - 1e-3);
    expect(Math.abs(fit.logEvidence - reference.log_evidence)).toBeLessThan(0.02);
    const lines = readFileSync(join(folder, "DAP011.params.csv"), "utf8").trimEnd().split("\n");
    expect(lines[0]).toBe("trial_index,wr,wl,br,bl,z,sd_wr,sd_wl,sd_br,sd_bl,sd_z");
    expect(lines).toHaveLength(1 + reference.n_trials);
  },
);

test("without session boundaries sigmaDay is null; --uncertainty widens SDs and gives hyperparameters' errors", async () => {
  const table = givenTable("blank.csv", [
    HEADER,
    ...mouseLines({ subject: "B", sessions: 4, trials: 100, blankSessions: true, seed: 3 }),
  ]);
  const sdOf = async (...more: readonly string[]) => {
    const out = join(folder, `blank${more.length}`);
    const run = await saddlepoint(null, "fit", table, "--out", out, "--json", ...more);
    expect(run.code).toBe(0);
    const [fit] = JSON.parse(run.stdout);
    expect(Object.keys(fit)).toEqual(KEYS.split(" "));
    expect(fit).toMatchObject({ subject: "B", nTrials: 400, nSessions: 1, hyper: { sigmaDay: null } });
    const [header, ...lines] = readFileSync(join(out, "B.params.csv"), "utf8").trimEnd().split("\n");
    expect(header).toBe(
      "trial_index,bias,contrastLeft,contrastRight,sd_bias,sd_contrastLeft,sd_contrastRight",
    );
    const sd = lines.map((line) => Number(line.split(",")[4]));
    return { mean: sd.reduce((sum, v) => sum + v / sd.length, 0), file: readJson(join(out, "B.fit.json")) };
  };
  const plain = await sdOf();
  const corrected = await sdOf("--uncertainty");
  expect(corrected.mean).toBeGreaterThan(plain.mean);
  expect(plain.file.hyperErrors).toBeUndefined();
  expect(corrected.file.hyperErrors.map(({ name }: { name: string }) => name)).toEqual([
    ...["sigma.bias", "sigma.contrastLeft", "sigma.contrastRight"],
  ]);
  expect((await saddlepoint(null, "fit", table, "--uncertainty", "--hyper", "any.json")).code).toBe(2);
});

test("a mouse that cannot be fitted is named, with the reason and what to do", async () => {
  const table = givenTable("one-choice.csv", [
    HEADER,
    ...Array.from({ length: 30 }, (_, t) => `C,1,${t + 1},${t % 2 ? 0.5 : 0},${t % 2 ? 0 : 0.5},left,0.7`),
  ]);
  const run = await saddlepoint(null, "fit", table, "--json");
  expect(run.code).toBe(1);
  expect(JSON.parse(run.stdout).error).toMatchObject({
    code: "ONE_CHOICE_ONLY",
    message: expect.stringContaining("C"),
    file: table,
    remedy: expect.any(String),
  });
});

test("the reference tools' names of hyperparameters are answered with ours", async () => {
  const hyper = join(folder, "upstream.json");
  writeFileSync(hyper, JSON.stringify({ sigma: [1, 1, 1], sigDay: [1, 1, 1], sigInit: [16, 16, 16] }));
  const table = join(folder, "mouse.csv");
  writeFileSync(table, "contrast_left,contrast_right,choice\n0.5,0,left\n0,0.5,right\n");
  const run = await saddlepoint(null, "fit", "--hyper", hyper, table, "--json");
  expect(run.code).toBe(1);
  expect(JSON.parse(run.stdout).error).toMatchObject({
    code: "HYPERPARAMETER_UNKNOWN",
    remedy: expect.stringMatching(/sigmaDay|sigmaInit/),
  });
});
