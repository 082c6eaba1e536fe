import { basename, dirname, join } from "node:path";

/** `/data/DAP009.csv.gz` → `DAP009`: the subject of a file without a subject column. */
export function fileStem(file: string): string {
  const name = basename(file);
  return name.replace(/\.gz$/i, "").replace(/\.(?:csv|tsv|txt)$/i, "") || name;
}

/** Path of the metadata that lie beside a trial table: `X.csv` and `X.csv.gz` both have `X.json`. */
export function metadataFile(file: string): string {
  return join(dirname(file), `${fileStem(file)}.json`);
}
