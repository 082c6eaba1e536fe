/**
 * JSON.parse lets the last of two equal keys win and recurses as deep as the text says. Events must not be read
 * two ways, so this looks for both before parsing.
 *
 * @returns what is wrong, or null
 */
export function jsonFault(text: string, maxDepth: number): string | null {
  const open: (Set<string> | null)[] = [];
  let expectKey = false;
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case QUOTE: {
        const end = endOfString(text, i);
        if (expectKey) {
          const keys = open.at(-1);
          const key = decoded(text.slice(i, end + 1));
          if (keys?.has(key)) return `the key ${JSON.stringify(key)} stands there twice`;
          keys?.add(key);
          expectKey = false;
        }
        i = end;
        break;
      }
      case OPEN_BRACE:
        open.push(new Set());
        expectKey = true;
        break;
      case OPEN_BRACKET:
        open.push(null);
        expectKey = false;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open.pop();
        expectKey = false;
        break;
      case COMMA:
        expectKey = open.at(-1) instanceof Set;
        break;
    }
    if (open.length > maxDepth) return `it is nested more than ${maxDepth} deep`;
  }
  return null;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Index of the closing quote; the text's end where there is none, which JSON.parse will refuse. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === QUOTE) return i;
  }
  return text.length;
}

/** The same key can be spelt with escapes. */
function decoded(literal: string): string {
  if (!literal.includes("\\")) return literal.slice(1, -1);
  try {
    return JSON.parse(literal);
  } catch {
    return literal;
  }
}
