import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import { SaddlepointError } from "../errors.ts";
import { databaseFailure, type ErrorLog, masked, saddlepointExtensions, statusOf } from "./errors.ts";

/** Errors outside GraphQL, in GraphQL's form: `{errors: [{message, extensions: {code, remedy}}]}`. */
export function registerHttpErrors(
  fastify: FastifyInstance,
  errorLog: ErrorLog,
  bodyLimitBytes: number,
): void {
  fastify.setErrorHandler((error: FastifyError | SaddlepointError, _request, reply) => {
    const own = error instanceof SaddlepointError ? error : databaseFailure(error);
    if (own !== null) return sendError(reply, own);
    const status = ("statusCode" in error ? error.statusCode : undefined) ?? 500;
    if (status >= 500) return reply.code(500).send({ errors: [masked(errorLog.report(error))] });
    const expected = clientError(error, status, bodyLimitBytes);
    return reply.code(status).send({ errors: [saddlepointExtensions(expected)] });
  });

  fastify.setNotFoundHandler((request, reply) => {
    const error = new SaddlepointError(
      "NOT_FOUND",
      `there is nothing at ${request.method} ${request.url}`,
      "Queries go to /graphql; a page to write them in is at /.",
    );
    return reply.code(404).send({ errors: [saddlepointExtensions(error)] });
  });
}

/** An expected failure, as the whole answer. */
export function sendError(reply: FastifyReply, error: SaddlepointError): FastifyReply {
  const status = statusOf(error);
  if (status === 401) reply.header("www-authenticate", 'Bearer realm="saddlepoint"');
  if (status === 429) reply.header("retry-after", "1");
  return reply.code(status).send({ errors: [saddlepointExtensions(error)] });
}

function clientError(error: Error, status: number, bodyLimitBytes: number): SaddlepointError {
  if (status === 413) {
    return new SaddlepointError(
      "BODY_TOO_LARGE",
      `the request's body is larger than ${bodyLimitBytes} bytes`,
      "Send a shorter query; pass long values as variables, in several requests.",
    );
  }
  if (status === 415) {
    return new SaddlepointError(
      "UNSUPPORTED_MEDIA_TYPE",
      "the request's body is of a type that is not understood here",
      "Send JSON, with the header content-type: application/json.",
    );
  }
  return new SaddlepointError(
    "BAD_REQUEST",
    error.message,
    'Send a JSON object like {"query": "{ log { position } }"}, with the header content-type: application/json.',
  );
}
