import { userInfo } from "node:os";
import { InvalidArgumentError } from "commander";
import { NAME_PATTERN } from "../events/address.ts";

/** Parsers of option values; what they refuse is wrong usage. */

export function name(value: string): string {
  if (NAME_PATTERN.test(value)) return value;
  throw new InvalidArgumentError(
    "Names are 1 to 64 letters, digits, dots, dashes and underscores, and begin with a letter or digit.",
  );
}

export function wholeNumber(value: string): number {
  const number = Number(value);
  if (value.trim() !== "" && Number.isSafeInteger(number)) return number;
  throw new InvalidArgumentError("It must be a whole number.");
}

export function positiveInteger(value: string): number {
  const number = wholeNumber(value);
  if (number >= 1) return number;
  throw new InvalidArgumentError("It must be 1 or more.");
}

export function number(value: string): number {
  const parsed = Number(value);
  if (value.trim() !== "" && Number.isFinite(parsed)) return parsed;
  throw new InvalidArgumentError("It must be a number.");
}

/** Collects `field=column` of a repeatable option. */
export function fieldMap(value: string, so: Record<string, string> = {}): Record<string, string> {
  const at = value.indexOf("=");
  if (at < 1 || at === value.length - 1) {
    throw new InvalidArgumentError("Write it as field=column, for example contrast_left=contrastLeft.");
  }
  return { ...so, [value.slice(0, at).trim()]: value.slice(at + 1).trim() };
}

/** Who appends, where nobody says: the user of this computer, by number where it has no name (in containers). */
export function defaultActor(): string {
  if (process.env.SADDLEPOINT_ACTOR) return process.env.SADDLEPOINT_ACTOR;
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? "unknown"}`;
  }
}
