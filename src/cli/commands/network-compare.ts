import { Command } from "commander";
import { networkComparison } from "../../plots/network-comparison.ts";
import { compareDocument, compareText } from "../network-document.ts";
import { type RefitOptions, withRefitOptions } from "../network-options.ts";
import { mouseNetworks } from "../network-refits.ts";
import { output } from "../output.ts";
import { writePicture } from "../picture-file.ts";

export function networkCompareCommand(): Command {
  return withRefitOptions(
    new Command("compare").description(
      "Which learning rule wins in each mouse, by how much, how sure; and over the cohort",
    ),
  )
    .addHelpText(
      "after",
      "\nRules are compared by the log-likelihood of choices that their fits had not seen, between a constant bias (floor)\nand a random walk of the weights (ceiling). Intervals resample sessions; a winner whose interval reaches 0 is not sure.\n\nExamples:\n  npx saddlepoint network compare mice/*.csv.gz --plot compare.svg\n  npx saddlepoint network compare --project learning --recovery --json",
    )
    .action(async (files: readonly string[], options: RefitOptions) => {
      const out = output(options.json ?? false);
      const mice = await mouseNetworks(files, options);
      if (options.plot !== undefined) {
        await writePicture(options.plot, networkComparison({ mice }));
        out.progress(`drawn: ${options.plot}`);
      }
      const document = compareDocument(mice, options.seed);
      out.answer(document, () => compareText(document));
    });
}
