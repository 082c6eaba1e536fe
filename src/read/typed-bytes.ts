import { endianness } from "node:os";

/**
 * Columns of numbers as PostgreSQL holds them: bytea, little-endian. The bytes of an array are shared where the
 * machine allows it; what is read is always a copy, since a driver's buffer need not be aligned.
 */

const isLittleEndian = endianness() === "LE";

export function toBytes(values: Float32Array | Float64Array | Int32Array): Buffer {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  if (isLittleEndian) return bytes;
  return values.BYTES_PER_ELEMENT === 8 ? Buffer.from(bytes).swap64() : Buffer.from(bytes).swap32();
}

export function float64From(bytes: Buffer): Float64Array {
  const copy = Buffer.from(new ArrayBuffer(bytes.length));
  bytes.copy(copy);
  if (!isLittleEndian) copy.swap64();
  return new Float64Array(copy.buffer, copy.byteOffset, copy.length / 8);
}

export function float32From(bytes: Buffer): Float32Array {
  const aligned = alignedCopy(bytes);
  return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}

export function int32From(bytes: Buffer): Int32Array {
  const aligned = alignedCopy(bytes);
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}

function alignedCopy(bytes: Buffer): Buffer {
  const copy = Buffer.from(new ArrayBuffer(bytes.length));
  bytes.copy(copy);
  return isLittleEndian ? copy : copy.swap32();
}
