import { type Place, SaddlepointError } from "../errors.ts";

/** Long enough for any id (300) to be quoted whole. */
const MOST_CHARACTERS = 400;

/**
 * The error for a field that breaks its contract. What it quotes of the line is short, however long the line: errors
 * go back to rigs, to terminals and to logs.
 */
export function invalidEvent(
  field: string,
  value: unknown,
  what: string,
  remedy: string,
  place: Place,
): SaddlepointError {
  const name = shortened(field);
  return new SaddlepointError("INVALID_EVENT", `${name} ${what}`, remedy, {
    ...place,
    field: name,
    value: shortValue(value),
  });
}

/** A value as an error shows it: long texts are cut, large objects are told by their text's beginning. */
export function shortValue(value: unknown): unknown {
  if (typeof value === "string") return shortened(value);
  if (typeof value !== "object" || value === null) return value;
  const text = JSON.stringify(value);
  return text.length <= MOST_CHARACTERS ? value : shortened(text);
}

export function shortened(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}
