import { Command } from "commander";
import { keepHeapLean } from "../lean-heap.ts";
import { importAlfCommand } from "./import-alf.ts";
import { importCsvCommand } from "./import-csv.ts";
import { importMappingCommand } from "./import-mapping.ts";
import { importPhotometryCommand } from "./import-photometry.ts";
import { importStimulationsCommand } from "./import-stimulations.ts";
import { importTracesCommand } from "./import-traces.ts";

export function importCommand(): Command {
  return new Command("import")
    .description("Append a lab's files to the log")
    .hook("preAction", () => keepHeapLean())
    .addCommand(importCsvCommand())
    .addCommand(importMappingCommand())
    .addCommand(importAlfCommand())
    .addCommand(importPhotometryCommand())
    .addCommand(importTracesCommand())
    .addCommand(importStimulationsCommand());
}
