/**
 * What the bytes of a file are, from the first to the last: containers (NumPy, Parquet, HDF5, text) are explained here,
 * whatever is in them; a .ppd is explained by its reader.
 */
import { openBinary } from "../binary-file.ts";
import { kindOfFile, type RigFileKind } from "../photometry/open-recording.ts";
import type { FilePart } from "../photometry/recording.ts";
import { explainHdf5 } from "./explain-hdf5.ts";
import { explainNpy } from "./explain-npy.ts";
import { explainParquet } from "./explain-parquet.ts";
import { explainText } from "./explain-text.ts";

export interface ExplainedFile {
  readonly kind: RigFileKind;
  /** One after the other, without a gap, over the whole file. */
  readonly parts: readonly FilePart[];
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** @throws SaddlepointError FILE_UNREADABLE, FILE_EMPTY; of the formats where the header is no valid one */
export async function explainFile(file: string): Promise<ExplainedFile> {
  const kind = await kindOfFile(file);
  const bytes = await openBinary(file);
  try {
    switch (kind) {
      case "npy":
        return { kind, ...(await explainNpy(bytes)) };
      case "parquet":
        return { kind, ...(await explainParquet(bytes)) };
      case "hdf5":
        return { kind, ...(await explainHdf5(bytes)) };
      case "ppd":
        return { kind, parts: [], facts: {} };
      default:
        return { kind, ...(await explainText(bytes)) };
    }
  } finally {
    await bytes.close();
  }
}
