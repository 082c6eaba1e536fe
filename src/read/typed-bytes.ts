import { endianness } from "node:os";

/**
 * Columns of numbers as PostgreSQL holds them: bytea, little-endian. The bytes of an array are shared where the
 * machine allows it; what is read is always a copy, since a driver's buffer need not be aligned.
 */

const isLittleEndian = endianness() === "LE";

export function toBytes(values: Float32Array | Int32Array): Buffer {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return isLittleEndian ? bytes : Buffer.from(bytes).swap32();
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
