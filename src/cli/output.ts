import { SaddlepointError } from "../errors.ts";

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
  if (error instanceof SaddlepointError) return error.toJSON();
  const message = error instanceof Error ? error.message : String(error);
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  if (["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "57P03"].includes(code)) {
    return {
      code: "SERVER_UNREACHABLE",
      message: `the PostgreSQL server does not answer${message === "" ? "" : `: ${message}`}`,
      remedy: "Check DATABASE_URL and that the server runs, or unset DATABASE_URL to use the embedded one.",
    };
  }
  if (["28P01", "28000", "3D000"].includes(code)) {
    return {
      code: "SERVER_REFUSES",
      message,
      remedy: "Check the user, the password and the database that DATABASE_URL names.",
    };
  }
  return {
    code: "UNEXPECTED_ERROR",
    message,
    remedy: "This is a fault of the program. Run again with SADDLEPOINT_DEBUG=1 and report what it prints.",
  };
}
