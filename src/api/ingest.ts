import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type pg from "pg";
import { SaddlepointError } from "../errors.ts";
import { appendNdjson } from "../ingest/append-ndjson.ts";
import { serverFault } from "../postgres/server-fault.ts";
import { type ErrorLog, masked, saddlepointExtensions } from "./errors.ts";

export interface IngestOptions {
  /** Of the role ingest. */
  readonly pool: pg.Pool;
  /** The token that rigs present; null where none is set, and then nothing is taken in. */
  readonly token: string | null;
}

/** How long a sender whose batch is refused may go on sending. */
const LINGER_MS = 5_000;

/** Status of expected failures; any other is the sender's fault, 400. */
const statuses: Readonly<Record<string, number>> = {
  INGEST_DISABLED: 503,
  TOKEN_MISSING: 401,
  TOKEN_WRONG: 401,
  EVENT_CONTENT_CONFLICT: 409,
  STREAM_VERSION_CONFLICT: 409,
  DUPLICATE_IN_BATCH: 409,
  LOST_RACE: 409,
  BATCH_TOO_LARGE: 413,
  LINE_TOO_LONG: 413,
  SERVER_UNREACHABLE: 503,
  SERVER_BUSY: 503,
  DISK_FULL: 507,
};

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
        authenticate(request.headers.authorization, options.token);
        const result = await appendNdjson(options.pool, () => body, {
          actor: "ingest-token",
          canReopen: false,
        });
        return await reply.send(result);
      } catch (error) {
        void discardRest(request.raw, body);
        const expected = error instanceof SaddlepointError ? error : serverFault(error);
        if (expected === null)
          return await reply.code(500).send({ errors: [masked(errorLog.report(error))] });
        const status = statuses[expected.code] ?? 400;
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

function authenticate(header: string | undefined, token: string | null): void {
  if (token === null) {
    throw new SaddlepointError(
      "INGEST_DISABLED",
      "this server takes no events in: it has no token",
      "Start it with SADDLEPOINT_INGEST_TOKEN set to a long random text, and give rigs the same.",
    );
  }
  const given = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
  if (given === undefined) {
    throw new SaddlepointError(
      "TOKEN_MISSING",
      "the request carries no token",
      "Send the header `Authorization: Bearer TOKEN`.",
    );
  }
  // Hashes have one length, so comparing them tells nothing about the token's.
  if (!timingSafeEqual(sha256(given), sha256(token))) {
    throw new SaddlepointError(
      "TOKEN_WRONG",
      "the token is not this server's",
      "Ask whoever runs the server for it.",
    );
  }
}

const sha256 = (text: string) => createHash("sha256").update(text).digest();
