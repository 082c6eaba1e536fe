/**
 * What clients see of errors: a stable code in `extensions.code`, and where they can mend it themselves a remedy.
 * What nobody expected is masked: clients get a correlation id, and the log has the error under it.
 */
import { randomUUID } from "node:crypto";
import type { FastifyBaseLogger } from "fastify";
import { SaddlepointError } from "../errors.ts";
import { GraphQLError, type GraphQLFormattedError } from "./graphql-package.ts";

/** The one place for errors that nobody expected. */
export interface ErrorLog {
  /** Logs the error, once however often it is reported, and returns the id under which it is found. */
  report(error: unknown): string;
}

export function createErrorLog(logger: FastifyBaseLogger): ErrorLog {
  // A loader that fails gives the same error to every field that waited for it.
  const reported = new WeakMap<object, string>();
  return {
    report(error) {
      const key = typeof error === "object" && error !== null ? error : {};
      const known = reported.get(key);
      if (known !== undefined) return known;
      const correlationId = randomUUID();
      reported.set(key, correlationId);
      logger.error({ err: error, correlationId }, "unexpected error");
      return correlationId;
    },
  };
}

/** Apollo's own codes for requests that are wrong in themselves; their messages are for the client. */
const CLIENT_ERRORS: ReadonlySet<unknown> = new Set([
  "BAD_REQUEST",
  "BAD_USER_INPUT",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_SUPPORTED",
]);

/** Apollo's formatError: turns any error of a GraphQL request into what the client sees. */
export function errorFormatter(log: ErrorLog) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const { message, extensions } = publicError(error, formatted, log);
    return {
      message,
      ...(formatted.locations && { locations: formatted.locations }),
      ...(formatted.path && { path: formatted.path }),
      extensions,
    };
  };
}

interface PublicError {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

function publicError(error: unknown, formatted: GraphQLFormattedError, log: ErrorLog): PublicError {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  const expected = cause instanceof SaddlepointError ? cause : databaseFailure(cause);
  if (expected !== null) return saddlepointExtensions(expected);
  if (error instanceof GraphQLError && CLIENT_ERRORS.has(formatted.extensions?.code)) {
    return { message: formatted.message, extensions: { code: formatted.extensions?.code } };
  }
  return masked(log.report(cause));
}

export function masked(correlationId: string): PublicError {
  return {
    message: "something went wrong on our side",
    extensions: {
      code: "INTERNAL_ERROR",
      remedy: `Report it with the correlation id ${correlationId}; the server's log has the cause under it.`,
      correlationId,
    },
  };
}

export function saddlepointExtensions(error: SaddlepointError): PublicError {
  return {
    message: error.message,
    extensions: { code: error.code, remedy: error.remedy, ...error.place },
  };
}

/** HTTP status of expected failures; any other is the sender's fault, 400. */
const statuses: Readonly<Record<string, number>> = {
  TOKEN_MISSING: 401,
  TOKEN_WRONG: 401,
  TOKEN_EXPIRED: 401,
  TOKEN_REVOKED: 401,
  SCOPE_MISSING: 403,
  LAB_NOT_YOURS: 403,
  NOT_FOUND: 404,
  REQUEST_TIMEOUT: 408,
  EVENT_CONTENT_CONFLICT: 409,
  STREAM_VERSION_CONFLICT: 409,
  DUPLICATE_IN_BATCH: 409,
  LOST_RACE: 409,
  BATCH_TOO_LARGE: 413,
  LINE_TOO_LONG: 413,
  RATE_LIMITED: 429,
  TOO_MANY_CONNECTIONS: 429,
  SERVER_UNREACHABLE: 503,
  SERVER_BUSY: 503,
  DATABASE_UNAVAILABLE: 503,
  DISK_FULL: 507,
};

export function statusOf(error: SaddlepointError): number {
  return statuses[error.code] ?? 400;
}

/** An expected failure of the whole request, before anything of it was executed. */
export function requestError(error: SaddlepointError, status: number): GraphQLError {
  return new GraphQLError(error.message, { originalError: error, extensions: { http: { status } } });
}

const STATEMENT_TIMEOUT = "57014";
/** A character that no text of the database holds. */
const NO_CHARACTER = "22021";
/** SQLSTATE classes and codes, and Node's, of a database that is away, is stopping, or takes no more connections. */
const UNAVAILABLE =
  /^(?:08...|57P0[1-3]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)$/;
/** How pg words a lost connection, for which it has no code. */
const LOST_CONNECTION = /^Connection terminated|^timeout exceeded when trying to connect$/;

/** The database's own failures that a client should tell from a bug of ours; null for any other error. */
export function databaseFailure(error: unknown): SaddlepointError | null {
  if (!(error instanceof Error)) return null;
  const code = "code" in error ? String(error.code) : "";
  if (code === STATEMENT_TIMEOUT) {
    return new SaddlepointError(
      "STATEMENT_TIMEOUT",
      "the database took too long over a part of this query",
      "Ask for less at once: smaller pages, or a narrower filter.",
    );
  }
  if (code === NO_CHARACTER) {
    return new SaddlepointError(
      "INVALID_TEXT",
      "a text in the request holds a character that no text here can hold, such as NUL",
      "Leave it out.",
    );
  }
  if (UNAVAILABLE.test(code) || LOST_CONNECTION.test(error.message)) {
    return new SaddlepointError(
      "DATABASE_UNAVAILABLE",
      "the database cannot be reached",
      "Try again in a moment; if it lasts, the operator sees why with `npx saddlepoint doctor`.",
      {},
      { cause: error },
    );
  }
  return null;
}
