import { SaddlepointError } from "../../errors.ts";
import { openBinary } from "../binary-file.ts";
import { isFp3002, openFp3002 } from "../neurophotometrics/open-fp3002.ts";
import { openNwb } from "../nwb/open-nwb.ts";
import { spoolParquetColumns } from "../parquet/read-columns.ts";
import { openPhotometryCsv, type PhotometryCsvColumns } from "../photometry-csv/open-photometry-csv.ts";
import { spoolNumberCsv } from "../photometry-csv/read-number-csv.ts";
import { openPpd } from "../ppd/open-ppd.ts";
import { columnSpool } from "./column-spool.ts";
import type { PhotometryRecording } from "./recording.ts";

export interface OpenOptions extends PhotometryCsvColumns {
  /** NWB: names of the series to read. */
  readonly series?: readonly string[];
}

/** What a file is, by its first bytes; `.ppd` has no mark of its own but a header in JSON behind two bytes. */
export type RigFileKind = "ppd" | "parquet" | "hdf5" | "npy" | "text";

/** @throws SaddlepointError FILE_UNREADABLE, FILE_EMPTY */
export async function kindOfFile(file: string): Promise<RigFileKind> {
  const bytes = await openBinary(file);
  try {
    if (bytes.size === 0) {
      throw new SaddlepointError("FILE_EMPTY", "the file is empty", "Copy it again from the rig.", {
        file,
        offset: 0,
      });
    }
    const start = await bytes.read(0, Math.min(8, bytes.size));
    const text = start.toString("latin1");
    if (text.startsWith("PAR1")) return "parquet";
    if (text.startsWith("\x89HDF")) return "hdf5";
    if (text.startsWith("\x93NUMPY")) return "npy";
    return text[2] === "{" || /\.ppd$/i.test(file) ? "ppd" : "text";
  } finally {
    await bytes.close();
  }
}

/**
 * Opens photometry of any format that is read here, told by its content.
 *
 * @throws SaddlepointError of the format, with offset or line; FORMAT_UNKNOWN
 */
export async function openRecording(file: string, options: OpenOptions = {}): Promise<PhotometryRecording> {
  const kind = await kindOfFile(file);
  switch (kind) {
    case "ppd":
      return await openPpd(file);
    case "hdf5":
      return await openNwb(file, options.series ?? []);
    case "npy":
      throw new SaddlepointError(
        "FORMAT_UNKNOWN",
        "a NumPy array holds no channels with names",
        "Give the recording itself; arrays of event times go with --align.",
        { file, offset: 0 },
      );
    default:
      return await openTable(file, kind, options);
  }
}

async function openTable(
  file: string,
  kind: RigFileKind,
  options: OpenOptions,
): Promise<PhotometryRecording> {
  const spool = await columnSpool();
  try {
    const table = await (kind === "parquet" ? spoolParquetColumns(file, spool) : spoolNumberCsv(file, spool));
    if (isFp3002(table.names)) return await openFp3002(file, spool, table);
    return await openPhotometryCsv(file, spool, table, options);
  } catch (error) {
    await spool.close();
    throw error;
  }
}
