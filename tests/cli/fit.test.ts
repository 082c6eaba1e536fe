import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../ingest/given-tables.ts";
import { hasShared, sharedPath, whySkipped } from "../shared-data.ts";
import { saddlepoint } from "./run-here.ts";

const folder = temporaryFolder();
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
