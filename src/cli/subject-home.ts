import { InvalidArgumentError } from "commander";

/** A subject of the database, as an argument or option names it. */
export function subjectHome(value: string): string {
  if (/^[^/]+\/[^/]+\/[^/]+$/.test(value)) return value;
  throw new InvalidArgumentError("Write it as lab/project/subject.");
}
