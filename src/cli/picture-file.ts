import { writeFile } from "node:fs/promises";
import { InvalidArgumentError, Option } from "commander";
import { SaddlepointError } from "../errors.ts";

/** --plot of every command that draws. */
export function plotOption(description = "draw a picture"): Option {
  return new Option("--plot <file.svg>", description).argParser((file) => {
    if (/\.svg$/i.test(file)) return file;
    throw new InvalidArgumentError("Pictures are SVG: give a file that ends in .svg.");
  });
}

/** @throws SaddlepointError FILE_UNWRITABLE */
export async function writePicture(file: string, picture: string): Promise<void> {
  try {
    await writeFile(file, picture);
  } catch (cause) {
    throw new SaddlepointError(
      "FILE_UNWRITABLE",
      `the picture cannot be written: ${cause instanceof Error ? cause.message : cause}`,
      "Give --plot a file in a folder that there is and that you may write to.",
      { file },
      { cause },
    );
  }
}
