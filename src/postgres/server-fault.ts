import { SaddlepointError } from "../errors.ts";

interface Fault {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

const unreachable: Fault = {
  code: "SERVER_UNREACHABLE",
  message: "the PostgreSQL server does not answer, or broke the connection off",
  remedy:
    "Nothing half-written was kept. Check DATABASE_URL and that the server runs, or unset DATABASE_URL to use the embedded one; then do it again: what was kept is not kept twice.",
};
const refuses: Fault = {
  code: "SERVER_REFUSES",
  message: "the PostgreSQL server refuses the connection",
  remedy: "Check the user, the password and the database that DATABASE_URL names.",
};
const full: Fault = {
  code: "DISK_FULL",
  message: "the PostgreSQL server has no space left",
  remedy: "Nothing of it was kept. Free some space on the server's disk, then do it again.",
};
const busy: Fault = {
  code: "SERVER_BUSY",
  message: "the PostgreSQL server has no connection or memory left",
  remedy: "Wait a little and do it again, or raise max_connections.",
};
const privileges: Fault = {
  code: "PRIVILEGE_MISSING",
  message: "the database refuses what the program must do",
  remedy: "Run `npx saddlepoint doctor`; it says which privilege is missing.",
};

/** By SQLSTATE, or by the code of a socket's error. */
const faults: Readonly<Record<string, Fault>> = {
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  EPIPE: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  ETIMEDOUT: unreachable,
  "57P01": unreachable,
  "57P02": unreachable,
  "57P03": unreachable,
  "08000": unreachable,
  "08003": unreachable,
  "08006": unreachable,
  "28000": refuses,
  "28P01": refuses,
  "3D000": refuses,
  "53100": full,
  "53200": busy,
  "53300": busy,
  "42501": privileges,
};

/** What the driver says, without a code, when a connection ends under it. */
const BROKEN_OFF = /^Connection terminated|^Client has encountered a connection error|timeout expired/;

/** The expected failure that an error of the driver or the server stands for; null for any other error. */
export function serverFault(error: unknown): SaddlepointError | null {
  if (!(error instanceof Error) || error instanceof SaddlepointError) return null;
  // Where a name has several addresses, the error of each is inside.
  if (error instanceof AggregateError && error.errors.length > 0) return serverFault(error.errors[0]);
  const code = "code" in error ? String(error.code) : "";
  const fault = faults[code] ?? (BROKEN_OFF.test(error.message) ? unreachable : undefined);
  if (fault === undefined) return null;
  const detail = error.message === "" ? "" : `: ${error.message}`;
  return new SaddlepointError(fault.code, `${fault.message}${detail}`, fault.remedy, {}, { cause: error });
}
