import { Command } from "commander";
import { networkFitPicture } from "../../plots/network-fit.ts";
import type { QuantityInterval } from "../../science/network/network-intervals.ts";
import { type MouseNetworks, type RefitOptions, withRefitOptions } from "../network-options.ts";
import { mouseNetworks } from "../network-refits.ts";
import { output } from "../output.ts";
import { writePicture } from "../picture-file.ts";
import { subjectNamed } from "../subject-named.ts";

export function networkFitCommand(): Command {
  return withRefitOptions(
    new Command("fit").description(
      "The three rules' networks of each mouse: parameters, errors, BIC, predictive checks",
    ),
  )
    .option(
      "--intervals",
      "95 % profile-likelihood intervals of learning rates, β and initial products; a minute a mouse",
    )
    .option("--subject <name>", "the mouse of the picture; the first unless told")
    .action(async (files: readonly string[], options: RefitOptions & { readonly subject?: string }) => {
      const out = output(options.json ?? false);
      const mice = await mouseNetworks(files, options);
      if (options.plot !== undefined) {
        await writePicture(options.plot, networkFitPicture(subjectNamed(mice, options.subject)));
        out.progress(`drawn: ${options.plot}`);
      }
      out.answer(mice.map(fitDocument), () => mice.map(fitText).join("\n\n"));
    });
}

function fitDocument({ subject, file, refit, recovery, intervals }: MouseNetworks) {
  const { rules, nTrials, nSessions, fits, predictive, verdict } = refit;
  return { subject, file, rules, nTrials, nSessions, fits, predictive, verdict, recovery, intervals };
}

function fitText({
  subject,
  refit: { nTrials, nSessions, fits, predictive },
  intervals,
}: MouseNetworks): string {
  return [
    `${subject}: ${nTrials} trials with a choice, ${nSessions} sessions`,
    ...fits.flatMap(({ rule, logLikelihood, bic, nAgreeing, estimates }) => {
      const rate = estimates[0];
      const error = rate.standardError === null ? "" : ` ± ${rate.standardError.toFixed(2)}`;
      const within = predictive.find((each) => each.rule === rule)?.within;
      const share = (value: number | null | undefined) =>
        value === null || value === undefined ? "–" : `${(100 * value).toFixed(0)} %`;
      const known = intervals?.find((each) => each.rule === rule)?.quantities ?? [];
      const line = `  ${rule.padEnd(14)}  log L ${logLikelihood.toFixed(1)}  BIC ${bic.toFixed(1)}  ${rate.name} ${rate.value.toFixed(2)}${error}  ${nAgreeing} starts agree  in band: slopes ${share(within?.leftSlope)}, ${share(within?.rightSlope)}, bias ${share(within?.bias)}`;
      return [line, ...known.map(intervalText)];
    }),
  ].join("\n");
}

function intervalText({ name, estimate, lower, upper, lowerIsZero, identifiable }: QuantityInterval): string {
  const low = lowerIsZero ? "–∞" : lower === null ? "?" : lower.toFixed(2);
  const high = upper === null ? "?" : upper.toFixed(2);
  const note = identifiable ? "" : "  not identifiable";
  return `    ${name.padEnd(29)} ${estimate.toFixed(2).padStart(6)} [${low}, ${high}]${note}`;
}
