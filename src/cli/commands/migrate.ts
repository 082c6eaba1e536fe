import { Command } from "commander";
import { migrate } from "../../postgres/migrate.ts";
import { repartition } from "../../postgres/repartition.ts";
import { openContext } from "../context.ts";
import { positiveInteger } from "../options.ts";
import { output } from "../output.ts";

export function migrateCommand(): Command {
  return new Command("migrate")
    .description("Bring the database up to this version; applying twice is harmless")
    .option(
      "--partitions <n>",
      "then split the partitions until there are so many: a multiple",
      positiveInteger,
    )
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Partitions are split one after another; while one is split its table waits. Look at the result with
npx saddlepoint verify, and see docs/backup.md.

  npx saddlepoint migrate
  npx saddlepoint migrate --partitions 32`,
    )
    .action(async (options: { partitions?: number; json?: boolean }) => {
      const out = output(options.json ?? false);
      const context = await openContext({ requireMigrated: false });
      try {
        const { applied } = await migrate(context.url);
        const { partitions } = options;
        const done =
          partitions === undefined
            ? null
            : await repartition(context.pool("migrator"), partitions, (table, n, of) =>
                out.progress(`split ${n} of ${of} partitions of ${table}`),
              );
        out.answer({ applied, ...done }, () =>
          [
            applied.length === 0 ? "The database is up to date." : `Applied ${applied.join(", ")}.`,
            ...(done === null ? [] : [`It has ${done.partitions} partitions; ${done.split} were split.`]),
          ].join("\n"),
        );
      } finally {
        await context.close();
      }
    });
}
