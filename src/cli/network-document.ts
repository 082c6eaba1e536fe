import { cohortComparison } from "../science/network/cohort-comparison.ts";
import type { AccountDifference } from "../science/network/compare-accounts.ts";
import { individualDifferences } from "../science/network/individual-differences.ts";
import type { MouseNetworks } from "./network-options.ts";
import { interval, signed } from "./network-text.ts";

/** Who wins, by how much, how sure; and what the cohort's networks say of its individuals. */
export function compareDocument(mice: readonly MouseNetworks[], seed: number) {
  return {
    mice: mice.map(({ subject, refit, recovery }) => ({
      subject,
      rules: refit.rules,
      nTrials: refit.nTrials,
      nHeldOut: refit.nHeldOut,
      heldOut: refit.heldOut,
      differences: refit.differences,
      verdict: refit.verdict,
      ceilingMissing: refit.ceilingMissing,
      bic: refit.fits.map(({ rule, bic }) => ({ rule, bic })),
      withinPredictive: refit.predictive.map(({ rule, within }) => ({ rule, ...within })),
      recovery,
    })),
    cohort: {
      ...cohortComparison(
        mice.map(({ refit }) => refit),
        seed,
      ),
      individualDifferences: individualDifferences(
        mice.map(({ subject, refit: { ends, fits, predictive } }) => ({ subject, ends, fits, predictive })),
        seed,
      ),
    },
  };
}

export type CompareDocument = ReturnType<typeof compareDocument>;

export function compareText({ mice, cohort }: CompareDocument): string {
  const width = Math.max(...mice.map(({ subject }) => subject.length));
  const lines = mice.map(({ subject, verdict, differences, recovery }) => {
    const { winner, runnerUp, margin, sure, winnerByBic, bicMargin } = verdict;
    const right = recovery?.rightWhenSaid.find(({ rule }) => rule === winner)?.byHeldOut;
    return [
      subject.padEnd(width),
      winner.padEnd(14),
      `${signed(margin.perTrial, 4)} ${interval(margin.ci, 4)} over ${runnerUp}${sure ? "" : ", not sure"}`,
      `BIC ${winnerByBic} by ${bicMargin.toFixed(1)}`,
      ceiling(differences, winner),
      ...(recovery
        ? [
            right === undefined || right === null
              ? "never said in simulation"
              : `right ${(100 * right).toFixed(0)} %`,
          ]
        : []),
    ].join("  ");
  });
  const { wins, sureWins, winsByBic, differences, individualDifferences: own } = cohort;
  const count = (of: Readonly<Record<string, number>>) =>
    Object.entries(of)
      .map(([rule, n]) => `${rule} ${n}`)
      .join(", ");
  return [
    "Held-out log-likelihood a trial, 95 % intervals over sessions",
    ...lines,
    "",
    `wins: ${count(wins)}; sure: ${count(sureWins)}; by BIC: ${count(winsByBic)}`,
    ...differences.map(
      ({ account, against, mean, ci, nBetter, n }) =>
        `${account} less ${against}: ${signed(mean, 4)} ${interval(ci, 4)} a trial, better in ${nBetter} of ${n} mice`,
    ),
    "",
    `early bias with late slope difference: mice r = ${signed(own.earlyBiasLateSlope.r)} ${interval(own.earlyBiasLateSlope.ci)}, n = ${own.n}`,
    ...own.rules.map(
      ({ rule, twinEarlyBiasLateSlope: twin, initialBiasLateSlope: first }) =>
        `  ${rule}: twins ${signed(twin.median)} ${interval(twin.interval)}; fitted initial bias r = ${signed(first.r)} ${interval(first.ci)}`,
    ),
    `early bias with late bias: mice r = ${signed(own.earlyLateBias.r)} ${interval(own.earlyLateBias.ci)}`,
    ...own.rules.map(
      ({ rule, twinEarlyLateBias: twin, initialBiasLateBias: first }) =>
        `  ${rule}: twins ${signed(twin.median)} ${interval(twin.interval)}; fitted initial bias r = ${signed(first.r)} ${interval(first.ci)}`,
    ),
  ].join("\n");
}

function ceiling(
  differences: readonly Pick<AccountDifference, "account" | "against" | "perTrial">[],
  winner: string,
): string {
  const to = (against: string) =>
    differences.find((each) => each.account === winner && each.against === against)?.perTrial ?? null;
  return `floor ${signed(to("constant-bias"), 4)}, ceiling ${signed(to("random-walk"), 4)}`;
}
