import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fitRandomWalk } from "../../../src/science/random-walk/fit.ts";
import { hasShared, sharedPath } from "../../shared-data.ts";
import { dapTrials } from "../dap-mice.ts";

interface PsytrackFit {
  readonly n: number;
  readonly evidence: number;
  readonly sigma: readonly number[];
  readonly sigDay: readonly number[];
  /** By session, in the order bias, cL, cR. */
  readonly w_session_end: readonly (readonly number[])[];
}

const reference: Record<string, PsytrackFit> = hasShared
  ? JSON.parse(readFileSync(sharedPath("reference/psytrack/fits.json"), "utf8"))
  : {};

for (const name of ["DAP009", "DAP011"]) {
  test.skipIf(!hasShared)(
    `${name}: evidence reaches PsyTrack's, and weights agree within 2 posterior SDs`,
    () => {
      const trials = dapTrials(name);
      const fit = fitRandomWalk(trials);
      const { n, evidence, w_session_end } = reference[name];
      expect(fit.nTrials).toBe(n);
      expect(fit.converged).toBe(true);
      expect(fit.logEvidence).toBeGreaterThan(evidence - 1e-3);
      let session = 0;
      for (let t = 0; t < fit.nTrials; t++) {
        if (t < fit.nTrials - 1 && trials.session[t + 1] === trials.session[t]) continue;
        for (let k = 0; k < 3; k++) {
          const difference = Math.abs(fit.mode[t * 3 + k] - w_session_end[session][k]);
          expect(difference).toBeLessThan(2 * fit.sd[t * 3 + k]);
        }
        session++;
      }
      expect(session).toBe(w_session_end.length);
    },
  );

  test.skipIf(!hasShared)(`${name}: at PsyTrack's hyperparameters the evidence is PsyTrack's`, () => {
    const { evidence, sigma, sigDay } = reference[name];
    const fit = fitRandomWalk(dapTrials(name), {
      hyper: { sigma, sigmaDay: sigDay, sigmaInit: [16, 16, 16] },
    });
    expect(Math.abs(fit.logEvidence - evidence)).toBeLessThan(1e-3);
  });
}
