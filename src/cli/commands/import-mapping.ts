import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { proposeMapping } from "../../formats/trial-csv/propose-mapping.ts";
import { readHeader } from "../../formats/trial-csv/saved-mapping.ts";
import { output } from "../output.ts";

/** `import mapping`: which columns of a table hold what, proposed from its header. */
export function importMappingCommand(): Command {
  return new Command("mapping")
    .description(
      "Propose which columns of a trial table hold what, from its header; to be saved and corrected",
    )
    .argument("<file>", "a trial table (.csv, .csv.gz)")
    .option("--out <file>", "write the mapping into this file, for import csv --mapping")
    .option("--json", "print one JSON document")
    .action(async (file: string, options: { readonly out?: string; readonly json?: boolean }) => {
      const out = output(options.json ?? false);
      const proposal = proposeMapping(await readHeader(file));
      const { map, missing, unused } = proposal;
      if (options.out !== undefined) await writeFile(options.out, `${JSON.stringify({ map }, null, 2)}\n`);
      out.answer(proposal, () =>
        [
          ...proposal.columns.map(({ field, column, confidence }) => `${field}: ${column}  (${confidence})`),
          missing.length > 0 ? `not found: ${missing.join(", ")}` : "every required field was found",
          ...(unused.length > 0 ? [`not used: ${unused.join(", ")}`] : []),
          ...(options.out === undefined
            ? []
            : [`Wrote ${options.out}. Check it, then: import csv --mapping ${options.out}`]),
        ].join("\n"),
      );
    });
}
