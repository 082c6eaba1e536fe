import { SaddlepointError } from "../../errors.ts";
import { openBinary } from "../binary-file.ts";

/** A NumPy array as numbers, in C order. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

const MAGIC = Buffer.from("\x93NUMPY", "latin1");
const MAX_VALUES = 100_000_000;

type Reader = (bytes: Buffer, offset: number) => number;

const readers: Readonly<Record<string, readonly [bytes: number, read: Reader]>> = {
  "|b1": [1, (b, o) => b.readUInt8(o)],
  "|i1": [1, (b, o) => b.readInt8(o)],
  "|u1": [1, (b, o) => b.readUInt8(o)],
  "<i2": [2, (b, o) => b.readInt16LE(o)],
  "<u2": [2, (b, o) => b.readUInt16LE(o)],
  "<i4": [4, (b, o) => b.readInt32LE(o)],
  "<u4": [4, (b, o) => b.readUInt32LE(o)],
  "<i8": [8, (b, o) => Number(b.readBigInt64LE(o))],
  "<u8": [8, (b, o) => Number(b.readBigUInt64LE(o))],
  "<f4": [4, (b, o) => b.readFloatLE(o)],
  "<f8": [8, (b, o) => b.readDoubleLE(o)],
};

/**
 * Reads a .npy of numbers or booleans, format versions 1 to 3.
 *
 * @throws SaddlepointError FILE_UNREADABLE, NPY_INVALID, NPY_TRUNCATED
 */
export async function readNpy(file: string): Promise<NpyArray> {
  const bytes = await openBinary(file);
  try {
    if (bytes.size < 10) throw invalid(file, 0, "it is too short");
    const start = await bytes.read(0, Math.min(12, bytes.size));
    if (!start.subarray(0, 6).equals(MAGIC)) throw invalid(file, 0, "it does not begin as one");
    const wide = start[6] > 1;
    if (start[6] < 1 || start[6] > 3) throw invalid(file, 6, `its version is ${start[6]}.${start[7]}`);
    const headerAt = wide ? 12 : 10;
    const headerLength = wide ? start.readUInt32LE(8) : start.readUInt16LE(8);
    if (headerAt + headerLength > Math.min(bytes.size, 100_000))
      throw invalid(file, 8, "its header is too long");
    const header = (await bytes.read(headerAt, headerLength)).toString("latin1");
    const dtype = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? "";
    const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
    const shapeText = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1];
    if (order === undefined || shapeText === undefined)
      throw invalid(file, headerAt, "its header cannot be read");
    const reader = readers[dtype];
    if (reader === undefined) {
      throw invalid(
        file,
        headerAt,
        `its type is ${JSON.stringify(dtype)}, which is neither number nor boolean`,
      );
    }
    const shape = shapeText
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .map(Number);
    const n = shape.reduce((product, length) => product * length, 1);
    const isFortran = order === "True" && shape.filter((length) => length > 1).length > 1;
    if (isFortran)
      throw invalid(file, headerAt, "its columns are stored one after the other (Fortran order)");
    const [width, read] = reader;
    const dataAt = headerAt + headerLength;
    if (!(n <= MAX_VALUES) || dataAt + n * width !== bytes.size) {
      throw new SaddlepointError(
        "NPY_TRUNCATED",
        `the header promises ${n} values of ${width} bytes from byte ${dataAt}, and the file ends at byte ${bytes.size}`,
        "Copy it again, or save it again with numpy.save.",
        { file, offset: bytes.size },
      );
    }
    const data = await bytes.read(dataAt, n * width);
    const values = new Float64Array(n);
    for (let i = 0; i < n; i++) values[i] = read(data, i * width);
    return { shape, values };
  } finally {
    await bytes.close();
  }
}

function invalid(file: string, offset: number, why: string): SaddlepointError {
  return new SaddlepointError(
    "NPY_INVALID",
    `this is no .npy file that can be read: ${why}`,
    "Save a plain array of numbers with numpy.save.",
    { file, offset },
  );
}
