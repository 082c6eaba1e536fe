/*
 * The canonical form (canonical-json.ts) of the payloads that there are millions of, straight from the text that
 * PostgreSQL writes of a jsonb: flat, plain ASCII, and of a handful of shapes. Parsing and sorting each of them anew
 * takes longer than to hash it.
 */

/** The members of the payloads that were last seen, in PostgreSQL's order and in the canonical one. */
interface Shape {
  readonly keys: readonly string[];
  /** Places in `keys`, in canonical order. */
  readonly order: readonly number[];
  /** What stands in front of each value, in canonical order. */
  readonly prefixes: readonly string[];
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const SPACE = 32;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;
const LAST_PRINTABLE = 126;

/** An integer that every double of its size is exact for, so written as it stands. */
const SAFE_INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** Makes a function with a memory of its own for the shape of the last payload. */
export function jsonbCanonicaliser(): (text: string, from: number, to: number) => string | null {
  let shape: Shape = shapeOf([]);
  const keys: string[] = [];
  const values: string[] = [];

  /** Puts a member's key and canonical value at `n`; gives the place behind it, or -1. */
  function member(text: string, from: number, to: number, n: number): number {
    const keyEnd = endOfString(text, from, to);
    if (keyEnd < 0 || text.charCodeAt(keyEnd) !== COLON || text.charCodeAt(keyEnd + 1) !== SPACE) return -1;
    keys[n] = text.slice(from + 1, keyEnd - 1);
    const start = keyEnd + 2;
    if (text.charCodeAt(start) === QUOTE) {
      const end = endOfString(text, start, to);
      if (end >= 0) values[n] = text.slice(start, end);
      return end;
    }
    let end = start;
    for (; end < to; end++) {
      const code = text.charCodeAt(end);
      if (code === COMMA || code === CLOSE) break;
    }
    const word = text.slice(start, end);
    if (SAFE_INTEGER.test(word) || word === "true" || word === "false" || word === "null") {
      values[n] = word;
      return end;
    }
    if (!NUMBER.test(word)) return -1;
    const value = Number(word);
    if (!Number.isFinite(value)) return -1;
    values[n] = `${value}`;
    return end;
  }

  /**
   * The canonical text of what stands between `from` and `to`; null where that is not plain enough to say without
   * parsing it.
   */
  return (text, from, to) => {
    if (text.charCodeAt(from) !== OPEN || text.charCodeAt(to - 1) !== CLOSE) return null;
    let n = 0;
    let at = from + 1;
    if (at === to - 1) return "{}";
    for (;;) {
      at = member(text, at, to, n);
      if (at < 0) return null;
      n++;
      if (at === to - 1) break;
      if (text.charCodeAt(at) !== COMMA || text.charCodeAt(at + 1) !== SPACE) return null;
      at += 2;
    }
    if (!isOfShape(keys, n, shape)) shape = shapeOf(keys.slice(0, n));
    let canonical = "";
    for (let i = 0; i < n; i++) canonical += shape.prefixes[i] + values[shape.order[i]];
    return `${canonical}}`;
  };
}

/** The place behind a string that begins at `from`; -1 where it is none, or has more than printable ASCII in it. */
function endOfString(text: string, from: number, to: number): number {
  if (text.charCodeAt(from) !== QUOTE) return -1;
  for (let at = from + 1; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code < SPACE || code === BACKSLASH || code > LAST_PRINTABLE) return -1;
  }
  return -1;
}

function isOfShape(keys: readonly string[], n: number, shape: Shape): boolean {
  if (shape.keys.length !== n) return false;
  for (let i = 0; i < n; i++) if (keys[i] !== shape.keys[i]) return false;
  return true;
}

function shapeOf(keys: readonly string[]): Shape {
  const order = [...keys.keys()].sort((a, b) => (keys[a] < keys[b] ? -1 : 1));
  return {
    keys: [...keys],
    order,
    prefixes: order.map((k, i) => `${i === 0 ? "{" : ","}"${keys[k]}":`),
  };
}
