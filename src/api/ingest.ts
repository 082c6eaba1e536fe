import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type pg from "pg";
import { SaddlepointError } from "../errors.ts";
import { appendNdjson } from "../ingest/append-ndjson.ts";
import { serverFault } from "../postgres/server-fault.ts";
import { appendingCaller } from "./callers.ts";
import { type ErrorLog, masked, saddlepointExtensions, statusOf } from "./errors.ts";

export interface IngestOptions {
  /** Of the role ingest. */
  readonly pool: pg.Pool;
  /** Of the role api, for tokens. */
  readonly tokens: pg.Pool;
  /** A token of the server itself, which appends to any lab; null where none is set. */
  readonly serverToken: string | null;
}

/** How long a sender whose batch is refused may go on sending. */
const LINGER_MS = 5_000;

/**
 * `POST /v1/events`: events from rigs, one JSON object a line, plain or gzip, all of the batch or none of it. Read
 * as it arrives and no faster than the database takes it.
 */
export function registerIngest(fastify: FastifyInstance, options: IngestOptions, errorLog: ErrorLog): void {
  fastify.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // The body is streamed, whatever it calls itself: curl calls it a form.
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.post("/v1/events", async (request: FastifyRequest<{ Body: Readable | undefined }>, reply) => {
      // A request without a body and a type passes by the parsers.
      const body = (request.body ?? request.raw).iterator({ destroyOnReturn: false });
      try {
        const { authorization } = request.headers;
        const caller = await appendingCaller(options.tokens, authorization, options.serverToken);
        const result = await appendNdjson(options.pool, () => body, { ...caller, canReopen: false });
        return await reply.send(result);
      } catch (error) {
        void discardRest(request.raw, body);
        const expected = error instanceof SaddlepointError ? error : serverFault(error);
        if (expected === null)
          return await reply.code(500).send({ errors: [masked(errorLog.report(error))] });
        const status = statusOf(expected);
        if (status === 401) reply.header("www-authenticate", 'Bearer realm="saddlepoint"');
        return await reply.code(status).send({ errors: [saddlepointExtensions(expected)] });
      }
    });
  });
}

/**
 * Reads on, for a while, what a refused sender still sends: closing the connection on it would reset it, and many
 * senders would then lose the answer that says what was wrong.
 */
async function discardRest(request: IncomingMessage, body: AsyncIterator<Buffer>): Promise<void> {
  const end = setTimeout(() => request.complete || request.destroy(), LINGER_MS);
  request.once("close", () => clearTimeout(end));
  await body.return?.();
  request.resume();
}
