import type { BinaryFile } from "../binary-file.ts";
import { readNpy } from "../npy/read-npy.ts";
import type { FilePart } from "../photometry/recording.ts";
import type { ExplainedFile } from "./explain-file.ts";

/** @throws SaddlepointError NPY_INVALID, NPY_TRUNCATED */
export async function explainNpy(bytes: BinaryFile): Promise<Omit<ExplainedFile, "kind">> {
  const { shape, values } = await readNpy(bytes.file);
  const start = await bytes.read(0, Math.min(12, bytes.size));
  const lengthBytes = start[6] > 1 ? 4 : 2;
  const headerAt = 8 + lengthBytes;
  const length = lengthBytes === 4 ? start.readUInt32LE(8) : start.readUInt16LE(8);
  const header = (await bytes.read(headerAt, length)).toString("latin1");
  const dictionary = header.trimEnd();
  const dataAt = headerAt + length;
  const parts: FilePart[] = [
    { offset: 0, length: 6, what: "mark of a NumPy array, 93 hex and NUMPY" },
    { offset: 6, length: 2, what: `format version ${start[6]}.${start[7]}, a byte each` },
    {
      offset: 8,
      length: lengthBytes,
      what: `length of the header, ${length}, ${8 * lengthBytes} bits, little-endian`,
    },
    {
      offset: headerAt,
      length: dictionary.length,
      what: `header: descr is the type of a value, fortran_order the order of its dimensions, shape their lengths: ${dictionary}`,
    },
  ];
  if (dictionary.length < length) {
    parts.push({
      offset: headerAt + dictionary.length,
      length: length - dictionary.length,
      what: "spaces and a line end, so that the values begin at a round place",
    });
  }
  parts.push({ offset: dataAt, length: bytes.size - dataAt, what: `${values.length} values` });
  const finite = values.filter(Number.isFinite);
  return {
    parts,
    facts: {
      shape: shape.join(" × ") || "a single value",
      values: values.length,
      notNumbers: values.length - finite.length,
      least: finite.length === 0 ? null : finite.reduce((a, b) => Math.min(a, b)),
      largest: finite.length === 0 ? null : finite.reduce((a, b) => Math.max(a, b)),
    },
  };
}
