import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { SaddlepointError } from "../errors.ts";

/** A file that is read at any place. */
export interface BinaryFile {
  readonly file: string;
  readonly size: number;
  /** Exactly these bytes. @throws SaddlepointError FILE_TRUNCATED where the file has become shorter */
  read(offset: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** @throws SaddlepointError FILE_UNREADABLE */
export async function openBinary(file: string): Promise<BinaryFile> {
  const handle = await opened(file);
  const status = await handle.stat();
  if (!status.isFile()) {
    await handle.close();
    throw unreadable(file, "it is no file", undefined);
  }
  return {
    file,
    size: status.size,
    async read(offset, length) {
      const bytes = Buffer.alloc(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
        if (bytesRead === 0) {
          throw new SaddlepointError(
            "FILE_TRUNCATED",
            `the file ends ${length - done} bytes too early`,
            "Copy it again from the rig; while it is being written it cannot be read.",
            { file, offset: offset + done },
          );
        }
        done += bytesRead;
      }
      return bytes;
    },
    close: () => handle.close(),
  };
}

/** SHA-256 of a file, in hex, and its size. */
export async function fingerprint(
  file: string,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) {
      hash.update(piece);
      bytes += piece.length;
    }
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : String(error), error);
  }
  return { sha256: hash.digest("hex"), bytes };
}

async function opened(file: string): Promise<FileHandle> {
  try {
    return await open(file, "r");
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : String(error), error);
  }
}

function unreadable(file: string, why: string, cause: unknown): SaddlepointError {
  return new SaddlepointError(
    "FILE_UNREADABLE",
    `the file cannot be read: ${why}`,
    "Check its name and rights.",
    { file },
    { cause },
  );
}
