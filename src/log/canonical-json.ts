/**
 * The canonical text of a JSON value (RFC 8785): members sorted by UTF-16 code units, numbers and strings as
 * ECMAScript writes them, no white space. Members that are undefined are left out.
 *
 * @throws TypeError on what JSON cannot hold (NaN, infinities, functions; dates, maps and other objects of a class,
 *   which would lose what they say)
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no place in JSON`);
      // ECMAScript's own form of a number is RFC 8785's; −0 is written 0.
      return `${value}`;
    case "string":
      return jsonString(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? `[${value.map(canonicalJson).join(",")}]` : jsonObject(value);
    default:
      throw new TypeError(`a ${typeof value} has no place in JSON`);
  }
}

/** Printable ASCII without the quote and the backslash stands for itself. */
const PLAIN = /^[ !#-[\]-~]*$/;

export function jsonString(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

function jsonObject(object: object): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) {
    // What another realm made (a worker, a test's sandbox) is as plain: its prototype has none above it.
    const isPlain =
      Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, "isPrototypeOf");
    if (!isPlain) throw new TypeError(`a ${object.constructor.name} has no place in JSON`);
  }
  const members = object as Record<string, unknown>;
  let text = "{";
  for (const key of Object.keys(members).sort()) {
    const value = members[key];
    if (value === undefined) continue;
    text += `${text.length > 1 ? "," : ""}${jsonString(key)}:${canonicalJson(value)}`;
  }
  return `${text}}`;
}
