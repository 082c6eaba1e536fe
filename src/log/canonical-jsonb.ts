import { copyRange, PLAIN, putLatin1, standsAt } from "./bytes.ts";

/*
 * The canonical form (canonical-json.ts) of the payloads that there are millions of, straight from the bytes that
 * PostgreSQL writes of a jsonb: flat, plain ASCII, and of a handful of shapes. Parsing and sorting each of them anew
 * takes longer than to hash it.
 *
 * PostgreSQL puts shorter keys first and a space behind each comma and colon. So it is the members' order that changes,
 * the spaces that go, and now and then a number.
 */

/**
 * Writes the canonical form of `from` … `to` at `at` of `out`, which has room for as many bytes.
 *
 * @returns the place behind it; NOT_PLAIN where only parsing tells it
 */
export type JsonbCanonicaliser = (bytes: Buffer, from: number, to: number, out: Buffer, at: number) => number;

export const NOT_PLAIN = -1;

/** A key behind those before it: every payload's keys are a way down a tree of them, walked anew for the next one. */
interface Key {
  /** As PostgreSQL writes it, with its quotes, the colon and the space. */
  readonly bytes: Uint8Array;
  readonly next: Key[];
  /** Of the payloads that end with this key: the places of their members, in canonical order. */
  order: Uint8Array | null;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const SPACE = 0x20;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const WORDS = ["true", "false", "null"].map((word) => Buffer.from(word));

const MAX_MEMBERS = 64;
/** Then all are forgotten, so that a log of ever new keys fills no memory. */
const MAX_KEYS = 10_000;

/** Makes a canonicaliser with a memory of its own for the keys of the payloads before. */
export function jsonbCanonicaliser(): JsonbCanonicaliser {
  let root: Key = { bytes: Buffer.alloc(0), next: [], order: new Uint8Array(0) };
  let nKeys = 0;
  // Where the members of the payload in hand stand, in PostgreSQL's order.
  const keys = new Int32Array(MAX_MEMBERS);
  const values = new Int32Array(MAX_MEMBERS);
  const ends = new Int32Array(MAX_MEMBERS);

  function nextKey(key: Key, bytes: Buffer, at: number, to: number): Key | null {
    for (const next of key.next) if (standsAt(bytes, at, next.bytes)) return next;
    const end = endOfString(bytes, at, to);
    if (end === NOT_PLAIN || bytes[end] !== COLON || bytes[end + 1] !== SPACE) return null;
    if (++nKeys > MAX_KEYS) {
      nKeys = 0;
      root = { ...root, next: [] };
    }
    const next = { bytes: Buffer.from(bytes.subarray(at, end + 2)), next: [], order: null };
    key.next.push(next);
    return next;
  }

  /** The places of the first `n` members, sorted by their keys. */
  function canonicalOrder(bytes: Buffer, n: number): Uint8Array {
    const names = Array.from({ length: n }, (_, i) => bytes.toString("latin1", keys[i] + 1, values[i] - 3));
    return Uint8Array.from(names.keys()).sort((a, b) => (names[a] < names[b] ? -1 : 1));
  }

  return (bytes, from, to, out, at) => {
    if (bytes[from] !== OPEN || bytes[to - 1] !== CLOSE) return NOT_PLAIN;
    let key = root;
    let n = 0;
    let place = from + 1;
    for (; place < to - 1; n++) {
      if (n === MAX_MEMBERS) return NOT_PLAIN;
      if (n > 0) {
        if (bytes[place] !== COMMA || bytes[place + 1] !== SPACE) return NOT_PLAIN;
        place += 2;
      }
      const next = nextKey(key, bytes, place, to);
      if (next === null) return NOT_PLAIN;
      key = next;
      keys[n] = place;
      values[n] = place + key.bytes.length;
      place = endOfValue(bytes, values[n], to);
      if (place === NOT_PLAIN) return NOT_PLAIN;
      ends[n] = place;
    }
    if (place !== to - 1) return NOT_PLAIN;
    key.order ??= canonicalOrder(bytes, n);
    let end = at;
    out[end++] = OPEN;
    for (let i = 0; i < n; i++) {
      const member = key.order[i];
      if (i > 0) out[end++] = COMMA;
      // Up to the colon, without the space behind it.
      end = copyRange(bytes, keys[member], values[member] - 1, out, end);
      end = writeValue(bytes, values[member], ends[member], out, end);
      if (end === NOT_PLAIN) return NOT_PLAIN;
    }
    out[end++] = CLOSE;
    return end;
  };
}

/** The place behind a string that begins at `from`, if it is one that stands for itself. */
function endOfString(bytes: Buffer, from: number, to: number): number {
  if (bytes[from] !== QUOTE) return NOT_PLAIN;
  let at = from + 1;
  while (at < to && PLAIN[bytes[at]] === 1) at++;
  return at < to && bytes[at] === QUOTE ? at + 1 : NOT_PLAIN;
}

function endOfValue(bytes: Buffer, from: number, to: number): number {
  const first = bytes[from];
  if (first === QUOTE) return endOfString(bytes, from, to);
  if (first === MINUS || isDigit(first)) {
    let at = from + 1;
    while (at < to && (isDigit(bytes[at]) || bytes[at] === DOT)) at++;
    return at;
  }
  for (const word of WORDS) if (standsAt(bytes, from, word)) return from + word.length;
  return NOT_PLAIN;
}

function writeValue(bytes: Buffer, from: number, to: number, out: Buffer, at: number): number {
  const first = bytes[from];
  if ((first !== MINUS && !isDigit(first)) || isCanonicalNumber(bytes, from, to)) {
    return copyRange(bytes, from, to, out, at);
  }
  const value = Number(bytes.toString("latin1", from, to));
  return Number.isFinite(value) ? putLatin1(out, at, `${value}`) : NOT_PLAIN;
}

/**
 * Whether digits, with at most a dot among them, certainly are as ECMAScript writes the number: the fewest digits that
 * mean the same double, and below 10⁻⁶ and from 10²¹ on an exponent.
 */
function isCanonicalNumber(bytes: Buffer, from: number, to: number): boolean {
  const first = bytes[from] === MINUS ? from + 1 : from;
  // Seventeen digits, a dot and a zero in front of it.
  if (to - first > DBL_DECIMAL_DIG + 2) return false;
  let dot = to;
  // The digits as one integer, in two parts so that both are exact.
  let high = 0;
  let low = 0;
  let nLow = 0;
  for (let at = first; at < to; at++) {
    const byte = bytes[at];
    if (byte === DOT) {
      if (dot < to) return false;
      dot = at;
    } else if (high < HIGH_PART) high = 10 * high + (byte - ZERO);
    else {
      low = 10 * low + (byte - ZERO);
      nLow++;
    }
  }
  if (dot === to) return to - first <= DBL_DIG && (bytes[first] !== ZERO ? first < to : to - from === 1);
  if (dot === first || bytes[to - 1] === ZERO || bytes[to - 1] === DOT) return false;
  if (bytes[first] === ZERO && (dot > first + 1 || (bytes[dot + 1] === ZERO && bytes[dot + 2] === ZERO)))
    return false;
  return to - first <= DBL_DIG + 1 || isShortest(high, low, EXACT_POWERS[nLow], to - dot - 1);
}

/** So many digits always come back from a double as they went in, and so many always tell doubles apart (C's names). */
const DBL_DIG = 15;
const DBL_DECIMAL_DIG = 17;
/** The high part of a number's digits has nine of them. */
const HIGH_PART = 1e8;
/** All integers up to here are doubles. */
const MAX_EXACT = 2 ** 53;
/** All these powers of ten are doubles. */
const EXACT_POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * Whether a number with so many decimals is the shortest text of its double, if it is told by doubles alone. The
 * quotient of two exact doubles is the double nearest to the true one; and each text with fewer decimals is one with as
 * many that ends in zeros.
 */
function isShortest(high: number, low: number, lowPower: number, decimals: number): boolean {
  const power = EXACT_POWERS[decimals];
  const digits = high * lowPower + low;
  if (digits < MAX_EXACT) {
    const value = digits / power;
    return (digits - 1) / power !== value && (digits + 1) / power !== value;
  }
  // Of seventeen digits: none of sixteen means the same double, and none of seventeen is closer to it. What is closest
  // always means it (DBL_DECIMAL_DIG).
  const sixteen = high * (lowPower / 10) + Math.floor(low / 10);
  if (digits < EXACT_POWERS[DBL_DECIMAL_DIG - 1] || sixteen + 1 >= MAX_EXACT) return false;
  const value = digits / power;
  const shorterPower = power / 10;
  if (sixteen / shorterPower === value || (sixteen + 1) / shorterPower === value) return false;
  const rounded = low - (digits - high * lowPower);
  return Math.abs(excess(value, power, digits) - rounded) < 0.5;
}

/** Halves a double's digits, so that products of halves are exact (Veltkamp 1968). */
const SPLITTER = 2 ** 27 + 1;

/** one × other − product, without the rounding of the multiplication (Dekker 1971). */
function excess(one: number, other: number, product: number): number {
  const oneHigh = one * SPLITTER - (one * SPLITTER - one);
  const oneLow = one - oneHigh;
  const otherHigh = other * SPLITTER - (other * SPLITTER - other);
  const otherLow = other - otherHigh;
  const rounded = one * other;
  const error = oneHigh * otherHigh - rounded + oneHigh * otherLow + oneLow * otherHigh + oneLow * otherLow;
  return rounded - product + error;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}
