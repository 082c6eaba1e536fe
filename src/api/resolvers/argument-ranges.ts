import { SaddlepointError } from "../../errors.ts";

/** @throws SaddlepointError ARGUMENT_OUT_OF_RANGE */
export function requireProportion(field: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw outOfRange(field, value, "a number from 0 to 1");
}

export function outOfRange(field: string, value: number, allowed: string): SaddlepointError {
  return new SaddlepointError(
    "ARGUMENT_OUT_OF_RANGE",
    `${field} is ${value}`,
    `Give ${field} as ${allowed}.`,
    { field, value },
  );
}
