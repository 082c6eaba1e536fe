import { createWriteStream } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { Argument, Command, Option } from "commander";
import { withUnits } from "../../formats/tables/table.ts";
import { writeCsv } from "../../formats/tables/write-csv.ts";
import { writeParquet } from "../../formats/tables/write-parquet.ts";
import { packageVersion } from "../../package-root.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { asOfPosition } from "../../read/as-of.ts";
import { recordExport } from "../../read/audit.ts";
import { type ExportTable, exportColumns, exportRows, exportTables } from "../../read/export-tables.ts";
import { fetchLogState } from "../../read/log-state.ts";
import { withContext } from "../context.ts";
import { type FilterFlags, subjectFilter, withFilterOptions } from "../filter-options.ts";
import { defaultActor, wholeNumber } from "../options.ts";
import { output } from "../output.ts";

interface Options extends FilterFlags {
  readonly format: "csv" | "parquet";
  readonly out?: string;
  readonly position?: number;
  readonly json?: boolean;
}

const PROGRESS_ROWS = 500_000;

export function exportCommand(): Command {
  const command = new Command("export")
    .description(
      "Write a table for pandas, R or DuckDB; units and provenance lie in a Parquet file, and beside a CSV file (.json)",
    )
    .addArgument(new Argument("<table>", "what to export").choices(exportTables))
    .addOption(new Option("--format <format>", "what to write").choices(["csv", "parquet"]).default("csv"))
    .option("--out <file>", "where to; without it CSV goes to standard output")
    .option("--position <n>", "as it stood at this position of the log", wholeNumber)
    .option("--json", "print one JSON document about the file");
  return withFilterOptions(command)
    .addHelpText(
      "after",
      `
  npx saddlepoint export trials --lab demo --format parquet --out trials.parquet
  npx saddlepoint export measures --early-strategy left-biased > measures.csv`,
    )
    .action(run);
}

async function run(table: ExportTable, options: Options, command: Command): Promise<void> {
  const { format, out: file, position: asked } = options;
  if (file === undefined && (format === "parquet" || options.json))
    command.error("error: give --out FILE for Parquet, and for --json", { exitCode: 2 });
  const out = output(options.json ?? false);
  await withContext(async (context) => {
    await catchUp(context.pool("worker"));
    const [pool, db] = [context.pool("reader"), context.db("reader")];
    const position =
      asked === undefined
        ? (await fetchLogState(db)).projectedPosition
        : await asOfPosition(db, { position: asked });
    const filter = await subjectFilter(db, options, asked === undefined ? undefined : position);
    const provenance = { table, filter, position, version: packageVersion };
    await recordExport(context.pool("migrator"), null, defaultActor(), { ...provenance, format });
    let nRows = 0;
    async function* counted() {
      for await (const batch of exportRows(
        pool,
        db,
        table,
        filter,
        asked === undefined ? undefined : position,
      )) {
        const before = nRows;
        nRows += batch.nRows;
        if (Math.floor(before / PROGRESS_ROWS) < Math.floor(nRows / PROGRESS_ROWS))
          out.progress(`${nRows} rows`);
        yield batch;
      }
    }
    const columns = exportColumns(table);
    const bytes =
      format === "csv" ? writeCsv(columns, counted()) : writeParquet(columns, counted(), provenance);
    if (file === undefined) {
      for await (const piece of bytes) await written(piece);
      return;
    }
    // Whoever finds the file finds it whole.
    const unfinished = `${file}.part`;
    try {
      await pipeline(bytes, createWriteStream(unfinished));
      // CSV has no place for it.
      if (format === "csv")
        await writeFile(`${file}.json`, `${JSON.stringify(withUnits(provenance, columns), null, 2)}\n`);
      await rename(unfinished, file);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    out.answer(
      { ...provenance, file, format, rows: nRows, columns },
      () => `${nRows} rows in ${file}, as of position ${position}.`,
    );
  });
}

async function written(piece: Buffer): Promise<void> {
  if (process.stdout.write(piece)) return;
  await new Promise((resolve) => process.stdout.once("drain", resolve));
}
