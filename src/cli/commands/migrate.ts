import { Command } from "commander";
import { migrate } from "../../postgres/migrate.ts";
import { openContext } from "../context.ts";
import { output } from "../output.ts";

export function migrateCommand(): Command {
  return new Command("migrate")
    .description("Bring the database up to this version; applying twice is harmless")
    .option("--json", "print one JSON document")
    .action(async (options: { json?: boolean }) => {
      const out = output(options.json ?? false);
      const context = await openContext({ requireMigrated: false });
      try {
        const { applied } = await migrate(context.url);
        out.answer({ applied }, () =>
          applied.length === 0 ? "The database is up to date." : `Applied ${applied.join(", ")}.`,
        );
      } finally {
        await context.close();
      }
    });
}
