import { Command } from "commander";
import { rebuildProjections } from "../../projections/rebuild.ts";
import { withContext } from "../context.ts";
import { output } from "../output.ts";

export function rebuildCommand(): Command {
  return new Command("rebuild")
    .description("Make the projections anew from the log, beside the live ones, and put them in their place")
    .option("--json", "print one JSON document")
    .action(async (options: { json?: boolean }) => {
      const out = output(options.json ?? false);
      await withContext(async (context) => {
        const started = performance.now();
        let told = -1;
        const rebuilt = await rebuildProjections(context.pool("migrator"), (position, head) => {
          if (position !== told) out.progress(`rebuilding: ${position} of ${head} events`);
          told = position;
        });
        const durationS = (performance.now() - started) / 1000;
        out.answer({ ...rebuilt, durationS }, () =>
          rebuilt.same
            ? `Rebuilt ${rebuilt.position} events in ${durationS.toFixed(1)} s, to the same digest ${rebuilt.digestAfter}.`
            : `Rebuilt ${rebuilt.position} events in ${durationS.toFixed(1)} s. The projections had differed from the log (digest ${rebuilt.digestBefore}, now ${rebuilt.digestAfter}); they are right now.`,
        );
      });
    });
}
