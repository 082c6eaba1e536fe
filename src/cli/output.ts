import { SaddlepointError } from "../errors.ts";
import { serverFault } from "../postgres/server-fault.ts";

/** Where a command's answer goes: one JSON document, or text for people. Progress always goes to stderr. */
export interface Output {
  readonly json: boolean;
  /** The answer, once. */
  answer(document: unknown, text: () => string): void;
  /** A line about work that goes on. */
  progress(line: string): void;
}

export function output(json: boolean): Output {
  return {
    json,
    answer(document, text) {
      process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : `${text()}\n`);
    },
    progress(line) {
      process.stderr.write(`${line}\n`);
    },
  };
}

/** Says what went wrong, where and what to do; with --json as a document on stdout too. */
export function reportError(error: unknown, json: boolean): void {
  const known = describe(error);
  if (json) process.stdout.write(`${JSON.stringify({ error: known }, null, 2)}\n`);
  const { code, message, remedy, file, line, field, value, offset } = known;
  const place = [file, line].filter((part) => part !== undefined).join(":");
  const cell =
    field === undefined ? "" : `${field}${value === undefined ? "" : ` = ${JSON.stringify(value)}`}`;
  const where = [place, cell, offset === undefined ? "" : `byte ${offset}`]
    .filter((part) => part !== "")
    .join("  ");
  process.stderr.write(`error ${code}: ${message}\n`);
  if (where !== "") process.stderr.write(`  at    ${where}\n`);
  if (remedy !== undefined) process.stderr.write(`  to do ${remedy}\n`);
  if (process.env.SADDLEPOINT_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}

interface Described {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
  readonly file?: string;
  readonly line?: number;
  readonly field?: string;
  readonly value?: unknown;
  readonly offset?: number;
}

function describe(error: unknown): Described {
  const expected = error instanceof SaddlepointError ? error : serverFault(error);
  if (expected !== null) return expected.toJSON();
  return {
    code: "UNEXPECTED_ERROR",
    message: error instanceof Error ? error.message : String(error),
    remedy: "This is a fault of the program. Run again with SADDLEPOINT_DEBUG=1 and report what it prints.",
  };
}
