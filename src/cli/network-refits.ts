import { readTrialTables } from "../formats/trial-csv/read-trial-tables.ts";
import { computedNetworks } from "./network-computed.ts";
import { storedNetworks } from "./network-of-database.ts";
import type { MouseNetworks, RefitOptions } from "./network-options.ts";
import { requireReadable } from "./readable-file.ts";

/** The networks of the mice in these files, or, without any, of those that the options select of the database. */
export async function mouseNetworks(
  files: readonly string[],
  options: RefitOptions,
): Promise<readonly MouseNetworks[]> {
  if (files.length === 0) return await storedNetworks(options);
  for (const file of files) await requireReadable(file);
  return await computedNetworks(
    readTrialTables(files, options.map === undefined ? {} : { map: options.map }),
    options,
  );
}
