import type { AddressInfo } from "node:net";
import fastifyApollo from "@as-integrations/fastify";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from "fastify";
import type pg from "pg";
import { destination, pino } from "pino";
import { SaddlepointError } from "../errors.ts";
import { createPool } from "../postgres/pool.ts";
import { openDatabase } from "../read/database.ts";
import { fencedPool } from "../read/fence.ts";
import { type Caller, readingCaller, senderOf } from "./callers.ts";
import { createContext } from "./context.ts";
import { createErrorLog } from "./errors.ts";
import { registerExports } from "./exports.ts";
import { createGraphqlServer, typeDefs } from "./graphql.ts";
import { buildSchema } from "./graphql-package.ts";
import { registerHealth } from "./health.ts";
import { registerHttpErrors } from "./http-errors.ts";
import { type IngestOptions, registerIngest } from "./ingest.ts";
import { createLive } from "./live.ts";
import { registerMetrics } from "./metrics.ts";
import { defaultQueryLimits, type QueryLimits } from "./query-limits.ts";
import { registerQueryPage } from "./query-page/routes.ts";
import { createRateLimiter } from "./rate-limit.ts";
import { defaultSubscriptionLimits, type SubscriptionLimits, serveSubscriptions } from "./subscriptions.ts";
import { timeLeft } from "./time-left.ts";

/**
 * The database: by its URL, and the API opens its own connections; or a pool of role api, which the caller ends and
 * gives a statement timeout.
 */
type ApiDatabase = { readonly databaseUrl: string } | { readonly pool: pg.Pool };

export type ApiOptions = ApiDatabase & {
  /** Default 127.0.0.1: this machine only. */
  readonly host?: string;
  /** Default 0: a free one. */
  readonly port?: number;
  /** Default: warnings and errors, as JSON, to standard error. */
  readonly logger?: FastifyBaseLogger;
  /** Whether `/` is a page to write queries in. Default true. */
  readonly queryPage?: boolean;
  readonly limits?: Partial<QueryLimits>;
  readonly subscriptionLimits?: Partial<SubscriptionLimits>;
  readonly slownessLimits?: Partial<SlownessLimits>;
  /** Whether the schema may be asked for. Default true; the query page needs it. */
  readonly introspection?: boolean;
  /** A token with which rigs append events of any lab, besides the tokens of the database. */
  readonly ingestToken?: string | null;
};

/** How slow a client may be, in milliseconds. */
export interface SlownessLimits {
  /** Over the head of its request. */
  readonly headMs: number;
  /** Over all of its request; a day of a rig's events over a slow line takes a while. */
  readonly requestMs: number;
  /** How long the reader of an export may take nothing. */
  readonly exportIdleMs: number;
}

const defaultSlownessLimits: SlownessLimits = { headMs: 20_000, requestMs: 300_000, exportIdleMs: 60_000 };

export interface Api {
  /** Where it listens, for example http://127.0.0.1:4000. */
  readonly url: string;
  /** Takes no more requests, answers those that it has, and lets go of the database. */
  close(): Promise<void>;
}

const GRAPHQL_PATH = "/graphql";
const BODY_LIMIT_BYTES = 256 * 1024;
/** How often it is looked whether a client takes too long, unless it may take less. */
const SLOWNESS_CHECK_MS = 30_000;
const STATEMENT_TIMEOUT_MS = 10_000;
const CONNECTIONS = 8;
/** Of subscriptions. */
const LISTENING_CONNECTIONS = 1;

/**
 * Serves the GraphQL API at `/graphql`, its subscriptions over WebSockets, probes at `/healthz` and `/readyz`, and the
 * query page at `/`.
 *
 * @throws SaddlepointError ADDRESS_UNAVAILABLE
 */
export async function startApi(options: ApiOptions): Promise<Api> {
  const { host = "127.0.0.1", port = 0, queryPage = true } = options;
  const { pool, release } = connect(options);
  const db = openDatabase(pool);
  const ingest = connectIngest(options, pool);
  const slowness = { ...defaultSlownessLimits, ...options.slownessLimits };
  const logger = options.logger ?? pino({ level: "warn" }, destination(2));
  const fastify: FastifyInstance = Fastify({
    loggerInstance: logger,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: slowness.requestMs,
    // Whoever sends a byte a minute does not hold a connection for ever.
    http: {
      headersTimeout: slowness.headMs,
      connectionsCheckingInterval: Math.min(SLOWNESS_CHECK_MS, slowness.headMs, slowness.requestMs),
    },
  });
  const errorLog = createErrorLog(logger);
  const limits = { ...defaultQueryLimits, ...options.limits };
  const { apollo, start } = createGraphqlServer(fastify, errorLog, limits, options.introspection ?? true);
  const limiter = createRateLimiter(limits.rate);
  const live = createLive(pool, (error) => void errorLog.report(error));
  let subscriptions: ReturnType<typeof serveSubscriptions> | undefined;
  let isClosing = false;
  const close = async () => {
    isClosing = true;
    // Together: the HTTP server has not stopped before its WebSockets are closed.
    await Promise.all([apollo.stop(), subscriptions?.close()]);
    await live.close();
    await release();
    await ingest?.pool.end();
  };

  const schema = await start();
  try {
    fastify.addHook("onSend", async (_request, reply) => {
      reply.header("x-content-type-options", "nosniff");
      // Else a connection that is kept alive would hold up the closing.
      if (isClosing) reply.header("connection", "close");
    });
    registerHttpErrors(fastify, errorLog, BODY_LIMIT_BYTES);
    registerHealth(fastify, pool, errorLog);
    registerMetrics(fastify, db);
    if (ingest !== null) registerIngest(fastify, ingest, errorLog);
    if (queryPage) registerQueryPage(fastify, openDatabase(fencedPool(pool, ["everyone"])), GRAPHQL_PATH);
    registerExports(fastify, pool, buildSchema(typeDefs), limiter, slowness.exportIdleMs);
    await fastify.register(async (scope) => {
      const callers = new WeakMap<FastifyRequest, Caller>();
      // Before the body is read: whoever may not ask is not listened to.
      scope.addHook("onRequest", async (request) => {
        const caller = await readingCaller(pool, request.headers.authorization);
        limiter.take(senderOf(caller, request));
        callers.set(request, caller);
      });
      await scope.register(fastifyApollo(apollo), {
        path: GRAPHQL_PATH,
        context: async (request) => {
          const caller = callers.get(request);
          if (caller === undefined) throw new Error("a request has come past its authentication");
          return createContext(
            pool,
            caller,
            live,
            timeLeft(limits.requestTimeoutMs, () => request.raw.socket.destroyed),
          );
        },
      });
    });
    subscriptions = serveSubscriptions(fastify.server, GRAPHQL_PATH, {
      ...{ pool, schema, live, errorLog, limiter, queryLimits: limits },
      limits: { ...defaultSubscriptionLimits, ...options.subscriptionLimits },
    });
    await fastify.listen({ host, port });
    return { url: urlOf(fastify.server.address()), close };
  } catch (error) {
    await close();
    throw listenError(error, host, port);
  }
}

function connect(options: ApiDatabase): { readonly pool: pg.Pool; readonly release: () => Promise<void> } {
  if ("pool" in options) return { pool: options.pool, release: async () => {} };
  const pool = createPool(options.databaseUrl, "api", {
    max: CONNECTIONS + LISTENING_CONNECTIONS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  return { pool, release: () => pool.end() };
}

/** Appending takes a role of its own, and so its own connections. */
function connectIngest(options: ApiOptions, tokens: pg.Pool): IngestOptions | null {
  if (!("databaseUrl" in options)) return null;
  return {
    pool: createPool(options.databaseUrl, "ingest", { max: CONNECTIONS }),
    tokens,
    serverToken: options.ingestToken ?? null,
  };
}

function urlOf(address: AddressInfo | string | null): string {
  if (address === null || typeof address === "string") throw new Error(`no TCP address: ${address}`);
  // An address that stands for all of this machine's is not one to connect to.
  const host = { "0.0.0.0": "127.0.0.1", "::": "[::1]" }[address.address] ?? address.address;
  return `http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${address.port}`;
}

function listenError(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code !== "EADDRINUSE" && code !== "EACCES" && code !== "EADDRNOTAVAIL" && code !== "ENOTFOUND") {
    return error;
  }
  return new SaddlepointError(
    "ADDRESS_UNAVAILABLE",
    `cannot listen on ${host}:${port} (${code})`,
    "Give another --port (0 takes a free one) or --host.",
    {},
    { cause: error },
  );
}
