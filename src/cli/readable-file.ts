import { access, constants, stat } from "node:fs/promises";
import { SaddlepointError } from "../errors.ts";

/** @throws SaddlepointError FILE_UNREADABLE */
export async function requireReadable(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK);
    if ((await stat(file)).isFile()) return;
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : String(error));
  }
  throw unreadable(file, "it is no file");
}

function unreadable(file: string, why: string): SaddlepointError {
  return new SaddlepointError(
    "FILE_UNREADABLE",
    `the file cannot be read: ${why}`,
    "Check its name and rights.",
    {
      file,
    },
  );
}
