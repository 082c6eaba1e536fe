/**
 * The encodings of Parquet whose values lie in runs and blocks of stated lengths, walked without decoding them (Apache
 * Parquet's "Encodings": RLE/bit-packing hybrid, delta binary packed). What a run states may be damaged.
 */

interface Cursor {
  readonly view: DataView;
  at: number;
}

/**
 * Walks a hybrid of runs and bit-packed groups of values of `width` bits, between two bytes of a page, to the n-th
 * value.
 *
 * @returns of values of one bit how many are 1; of wider ones nothing of meaning
 * @throws Error where a run leaves the page or goes beyond n values
 */
export function requireRuns(view: DataView, from: number, end: number, width: number, n: number): number {
  const cursor = { view, at: from };
  const bytesAValue = (width + 7) >> 3;
  let seen = 0;
  let ones = 0;
  while (seen < n) {
    if (cursor.at >= end) throw new Error(`a page has ${seen} of ${n} values`);
    const header = varint(cursor);
    if (header % 2 === 1) {
      const groups = (header - 1) / 2;
      const here = Math.min(8 * groups, n - seen);
      // Some writers leave out what would only fill the last group.
      if (cursor.at + Math.ceil((here * width) / 8) > end || groups > n) {
        throw new Error(`a page has a run of ${8 * groups} values, and ${n - seen} to come`);
      }
      if (width === 1) ones += onesOf(view, cursor.at, here);
      cursor.at += groups * width;
      seen += here;
    } else {
      const count = header / 2;
      if (cursor.at + bytesAValue > end || count > n - seen) {
        throw new Error(`a page has a run of ${count} values, and ${n - seen} to come`);
      }
      if (width === 1) ones += count * (view.getUint8(cursor.at) & 1);
      cursor.at += bytesAValue;
      seen += count;
    }
  }
  return ones;
}

/**
 * Walks delta-packed whole numbers to the n-th.
 *
 * @returns the byte behind them
 * @throws Error where blocks are not of the sizes that the format has, or leave the page
 */
export function deltaBlocksEnd(view: DataView, from: number, n: number): number {
  const cursor = { view, at: from };
  const [blockSize, miniblocks] = [varint(cursor), varint(cursor)];
  const inMiniblock = blockSize / miniblocks;
  if (!(blockSize > 0 && miniblocks > 0 && Number.isInteger(inMiniblock / 8))) {
    throw new Error(`a page has blocks of ${blockSize} values in ${miniblocks} parts`);
  }
  varint(cursor);
  varint(cursor);
  for (let seen = 1; seen < n; ) {
    varint(cursor);
    const widths = cursor.at;
    cursor.at += miniblocks;
    for (let i = 0; i < miniblocks && seen < n; i++) {
      const width = view.getUint8(widths + i);
      if (width > 64) throw new Error(`a page has numbers of ${width} bits`);
      cursor.at += (inMiniblock * width) / 8;
      seen += inMiniblock;
    }
    // The last part may be left out where no value of it is wanted.
    if (cursor.at > view.byteLength && seen < n) throw new Error("a page ends within a block");
  }
  return Math.min(cursor.at, view.byteLength);
}

/** An unsigned number of 7 bits a byte; of numbers of more than 53 bits only the length is right. */
function varint(cursor: Cursor): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = cursor.view.getUint8(cursor.at++);
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
}

function onesOf(view: DataView, at: number, n: number): number {
  let ones = 0;
  for (let i = 0; i < n; i += 8) {
    let byte = view.getUint8(at + i / 8);
    if (n - i < 8) byte &= (1 << (n - i)) - 1;
    for (; byte !== 0; byte &= byte - 1) ones++;
  }
  return ones;
}
