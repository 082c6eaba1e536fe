import type { KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { SaddlepointError } from "../errors.ts";
import { type Checkpoint, parseCheckpoint, requireSigned } from "../log/checkpoint.ts";
import { readPublicKey, signingKeyFile } from "../log/checkpoint-key.ts";
import { requireReadable } from "./readable-file.ts";

/**
 * The key whose signatures are believed: that of the file, else this installation's own.
 *
 * @throws SaddlepointError NO_TRUSTED_KEY
 */
export async function trustedKey(publicKeyFile: string | undefined): Promise<KeyObject> {
  if (publicKeyFile !== undefined) await requireReadable(publicKeyFile);
  const file = publicKeyFile ?? signingKeyFile();
  if (existsSync(file)) return readPublicKey(file);
  throw new SaddlepointError(
    "NO_TRUSTED_KEY",
    "this installation has no signing key, so it is not known whose signature to believe",
    "Give the public key of whoever signed with --public-key FILE (npx saddlepoint log public-key prints it there).",
    { file },
  );
}

/** A checkpoint that the key signed. */
export async function readCheckpoint(file: string, trusted: KeyObject): Promise<Checkpoint> {
  await requireReadable(file);
  const checkpoint = parseCheckpoint(await readFile(file, "utf8"), file);
  requireSigned(checkpoint, trusted, file);
  return checkpoint;
}

/** Writes a document of ours; never over another file. */
export async function writeDocument(file: string, document: unknown): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(document, null, 2)}\n`, { flag: "wx" });
  } catch (error) {
    throw new SaddlepointError(
      "CANNOT_WRITE",
      `cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`,
      "Name a file that is not there yet, in a folder that can be written to.",
      { file },
      { cause: error },
    );
  }
}
