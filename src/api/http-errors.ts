import type { FastifyError, FastifyInstance } from "fastify";
import { SaddlepointError } from "../errors.ts";
import { type ErrorLog, masked, saddlepointExtensions } from "./errors.ts";

/** Errors outside GraphQL, in GraphQL's form: `{errors: [{message, extensions: {code, remedy}}]}`. */
export function registerHttpErrors(
  fastify: FastifyInstance,
  errorLog: ErrorLog,
  bodyLimitBytes: number,
): void {
  fastify.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    const expected = status < 500 ? clientError(error, status, bodyLimitBytes) : null;
    const answer = expected === null ? masked(errorLog.report(error)) : saddlepointExtensions(expected);
    return reply.code(expected === null ? 500 : status).send({ errors: [answer] });
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

function clientError(error: FastifyError, status: number, bodyLimitBytes: number): SaddlepointError {
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
