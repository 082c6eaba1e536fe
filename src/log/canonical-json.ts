/**
 * The canonical text of a JSON value (RFC 8785): members sorted by UTF-16 code units, numbers and strings as
 * ECMAScript writes them, no white space. Members that are undefined are left out.
 *
 * @throws TypeError on what JSON cannot hold (NaN, infinities, functions)
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no place in JSON`);
    return JSON.stringify(value);
  }
  if (value === null || typeof value === "string" || typeof value === "boolean") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object") {
    const members = value as Record<string, unknown>;
    let text = "{";
    for (const key of Object.keys(members).sort()) {
      if (members[key] === undefined) continue;
      text += `${text.length > 1 ? "," : ""}${JSON.stringify(key)}:${canonicalJson(members[key])}`;
    }
    return `${text}}`;
  }
  throw new TypeError(`a ${typeof value} has no place in JSON`);
}
