/**
 * GraphQL subscriptions over WebSockets, by the protocol graphql-transport-ws. A connection carries a token in the
 * payload of its connection_init, or in the header of its request; the token is looked at when the connection
 * begins, when a subscription begins, and again before each event is sent.
 */
import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { CloseCode, type Context, handleProtocols, makeServer, type SubscribePayload } from "graphql-ws";
import type pg from "pg";
import { type WebSocket, WebSocketServer } from "ws";
import { SaddlepointError } from "../errors.ts";
import { readingCaller, senderOf } from "./callers.ts";
import { type ApiContext, createContext } from "./context.ts";
import { databaseFailure, type ErrorLog, errorFormatter, statusOf } from "./errors.ts";
import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
  parse,
  validate,
} from "./graphql-package.ts";
import type { Live } from "./live.ts";
import { type QueryLimits, requireSmallAnswer } from "./query-limits.ts";
import type { RateLimiter } from "./rate-limit.ts";
import { timeLeft } from "./time-left.ts";

export interface SubscriptionLimits {
  /** Connections of everyone together. */
  readonly maxSockets: number;
  /** Connections of one token; of one address where there is no token. */
  readonly maxConnections: number;
  /** Subscriptions of one connection. */
  readonly maxSubscriptions: number;
  /** How long a new connection may take to say who it is, in milliseconds. */
  readonly initTimeoutMs: number;
  /** How often a client is asked whether it still reads; who has not answered by the next time is left. */
  readonly heartbeatMs: number;
  /** How long a connection may be without any subscription, in milliseconds. */
  readonly idleMs: number;
  /** What one message of a client may hold. */
  readonly maxMessageBytes: number;
}

export const defaultSubscriptionLimits: SubscriptionLimits = {
  maxSockets: 1_000,
  maxConnections: 20,
  maxSubscriptions: 20,
  initTimeoutMs: 5_000,
  heartbeatMs: 15_000,
  idleMs: 60_000,
  maxMessageBytes: 256 * 1024,
};

export interface SubscriptionOptions {
  /** Of the role api. */
  readonly pool: pg.Pool;
  readonly schema: GraphQLSchema;
  readonly live: Live;
  readonly errorLog: ErrorLog;
  readonly limiter: RateLimiter;
  readonly queryLimits: QueryLimits;
  readonly limits: SubscriptionLimits;
}

/** A client that lets so much lie that it asked for reads nothing any more. */
const MAX_UNREAD_BYTES = 1024 * 1024;
/** How long clients may take to answer that they are left. */
const CLOSING_MS = 2_000;
const GOING_AWAY = 1001;
const NORMAL = 1000;

interface Connection {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  /** Null until the connection was let in. */
  admitted: {
    readonly authorization: string | undefined;
    readonly sender: string;
    readonly nSubscriptions: () => number;
  } | null;
  answersHeartbeat: boolean;
  busyAt: number;
}

/** What the resolvers of a subscription get; those of its events get a context for each, as requests do. */
interface SubscriptionContext extends ApiContext {
  /** @throws SaddlepointError where the token has ended */
  readonly ofEvent: () => Promise<ApiContext>;
}

/** Takes WebSockets at `path` of this server. */
export function serveSubscriptions(server: Server, path: string, options: SubscriptionOptions) {
  const { pool, schema, live, errorLog, limiter, queryLimits, limits } = options;
  const format = errorFormatter(errorLog);
  const formatted = (errors: readonly GraphQLError[]) => errors.map((error) => format(error.toJSON(), error));
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.maxMessageBytes,
    handleProtocols,
  });
  const connections = new Set<Connection>();
  let isClosing = false;

  const protocol = makeServer<Record<string, unknown> | undefined, Connection>({
    connectionInitWaitTimeout: limits.initTimeoutMs,
    onConnect: admit,
    onSubscribe: (context, _id, payload) => begin(context, payload),
    subscribe,
    onNext: (_context, _id, _payload, _args, { data = null, errors }) =>
      errors && { data, errors: formatted(errors) },
    onError: (_context, _id, _payload, errors) => formatted(errors),
  });

  async function admit(context: Context<Record<string, unknown> | undefined, Connection>): Promise<boolean> {
    const connection = context.extra;
    const { socket, request } = connection;
    try {
      const authorization = authorizationOf(context.connectionParams, request);
      const caller = await readingCaller(pool, authorization);
      const sender = senderOf(caller, { ip: request.socket.remoteAddress ?? "" });
      limiter.take(sender);
      if (socket.readyState !== socket.OPEN) return false;
      const others = [...connections].filter(({ admitted }) => admitted?.sender === sender);
      if (others.length >= limits.maxConnections) throw tooManyConnections(limits.maxConnections);
      const nSubscriptions = () => Object.keys(context.subscriptions).length;
      connection.admitted = { authorization, sender, nSubscriptions };
      return true;
    } catch (error) {
      const known = error instanceof SaddlepointError ? error : databaseFailure(error);
      if (known !== null) socket.close(4000 + statusOf(known), known.code);
      else socket.close(CloseCode.InternalServerError, `INTERNAL_ERROR ${errorLog.report(error)}`);
      return false;
    }
  }

  async function begin(
    { extra: { admitted, socket } }: Context<Record<string, unknown> | undefined, Connection>,
    payload: SubscribePayload,
  ): Promise<ExecutionArgs | readonly GraphQLError[]> {
    try {
      if (admitted === null) throw new Error("a subscription has come past its authentication");
      const { authorization, sender, nSubscriptions } = admitted;
      limiter.take(sender);
      // This one is among them.
      if (nSubscriptions() > limits.maxSubscriptions) throw tooManySubscriptions(limits.maxSubscriptions);
      const caller = await readingCaller(pool, authorization);
      const contextValue: SubscriptionContext = {
        ...createContext(pool, caller, live),
        ofEvent: async () => {
          const hasGone = () => socket.readyState !== socket.OPEN;
          const requireTime = timeLeft(queryLimits.requestTimeoutMs, hasGone);
          return createContext(pool, await readingCaller(pool, authorization), live, requireTime);
        },
      };
      const args = prepare(schema, payload, queryLimits);
      return "document" in args ? { ...args, contextValue } : args;
    } catch (error) {
      return [asGraphqlError(error)];
    }
  }

  function serve(socket: WebSocket, request: IncomingMessage): void {
    const connection: Connection = {
      socket,
      request,
      admitted: null,
      answersHeartbeat: true,
      busyAt: performance.now(),
    };
    connections.add(connection);
    const leaveIfUnread = () => {
      if (socket.bufferedAmount > MAX_UNREAD_BYTES) socket.terminate();
    };
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        // Settled when the message has left: until then its subscription reads no further.
        send: (text) =>
          new Promise((resolve, reject) => {
            if (socket.readyState !== socket.OPEN) resolve();
            else socket.send(text, (error) => (error ? reject(error) : resolve()));
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (take) =>
          socket.on("message", (message) => {
            leaveIfUnread();
            take(String(message)).catch((error: unknown) => {
              // What could not be sent was on its way to somebody who has gone.
              if (socket.readyState !== socket.OPEN) return;
              socket.close(CloseCode.InternalServerError, `INTERNAL_ERROR ${errorLog.report(error)}`);
            });
          }),
      },
      connection,
    );
    socket.on("ping", leaveIfUnread);
    socket.on("pong", () => {
      connection.answersHeartbeat = true;
    });
    // The client's fault, such as a message beyond the limit; ws closes the connection for it.
    socket.on("error", () => {});
    socket.once("close", (code, reason) => {
      connections.delete(connection);
      void closed(code, String(reason));
    });
  }

  const heartbeat = setInterval(() => {
    for (const connection of connections) {
      const { socket, admitted } = connection;
      if (!connection.answersHeartbeat) {
        socket.terminate();
        continue;
      }
      connection.answersHeartbeat = false;
      socket.ping();
      if ((admitted?.nSubscriptions() ?? 0) > 0) connection.busyAt = performance.now();
      else if (performance.now() - connection.busyAt > limits.idleMs) socket.close(NORMAL, "IDLE");
    }
  }, limits.heartbeatMs);
  heartbeat.unref();

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal =
      request.url?.split("?")[0] !== path
        ? 404
        : isForeign(request)
          ? 403
          : isClosing || connections.size >= limits.maxSockets
            ? 503
            : null;
    if (refusal === null) {
      sockets.handleUpgrade(request, socket, head, (accepted) => serve(accepted, request));
      return;
    }
    socket.on("error", () => {});
    socket.end(`HTTP/1.1 ${refusal} ${STATUS_CODES[refusal]}\r\nconnection: close\r\n\r\n`, () =>
      socket.destroy(),
    );
  });

  return {
    /** Tells every client to come again elsewhere, and takes no more. */
    async close(): Promise<void> {
      isClosing = true;
      clearInterval(heartbeat);
      const left = [...connections].map(
        ({ socket }) =>
          new Promise<void>((resolve) => {
            socket.once("close", () => resolve());
            socket.close(GOING_AWAY, "GOING_AWAY");
            setTimeout(() => socket.terminate(), CLOSING_MS).unref();
          }),
      );
      await Promise.all(left);
    },
  };
}

/** Another site's page must not read, through a browser on this network, what is for everyone on it. */
function isForeign({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host);
}

function authorizationOf(
  params: Readonly<Record<string, unknown>> | undefined,
  { headers }: IncomingMessage,
): string | undefined {
  const named = Object.entries(params ?? {}).find(([name]) => name.toLowerCase() === "authorization");
  // What is no text is no token, and is refused as such.
  return named === undefined ? headers.authorization : typeof named[1] === "string" ? named[1] : "";
}

/**
 * What is to be executed, held to the limits of queries.
 *
 * @throws SaddlepointError SUBSCRIPTIONS_ONLY, and as requireSmallAnswer
 */
function prepare(
  schema: GraphQLSchema,
  { query, operationName, variables }: SubscribePayload,
  limits: QueryLimits,
): ExecutionArgs | readonly GraphQLError[] {
  let document: ReturnType<typeof parse>;
  try {
    document = parse(query, { maxTokens: limits.maxTokens });
  } catch (error) {
    if (error instanceof GraphQLError) return [withCode(error, "GRAPHQL_PARSE_FAILED")];
    throw error;
  }
  const wrong = validate(schema, document);
  if (wrong.length > 0) return wrong.map((error) => withCode(error, "GRAPHQL_VALIDATION_FAILED"));
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    return [withCode(new GraphQLError("which operation is meant?"), "OPERATION_RESOLUTION_FAILURE")];
  }
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) throw subscriptionsOnly();
  requireSmallAnswer(schema, document, operation, variables ?? {}, limits);
  return { schema, document, operationName, variableValues: variables };
}

/** As graphql's own, but each event has a context of its own: loaders remember, and tokens end. */
async function subscribe(
  args: ExecutionArgs,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) {
    const errors = source.errors?.map((error) =>
      error.originalError ? error : withCode(error, "BAD_USER_INPUT"),
    );
    return { ...source, ...(errors && { errors }) };
  }
  const { ofEvent } = args.contextValue as SubscriptionContext;
  const events = source[Symbol.asyncIterator]();
  const end = async () => {
    await events.return?.();
    return { done: true, value: undefined } as const;
  };
  const answers: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      try {
        const { done, value } = await events.next();
        if (done) return await end();
        const result = await execute({ ...args, rootValue: value, contextValue: await ofEvent() });
        return { done: false, value: result };
      } catch (error) {
        await end();
        throw error;
      }
    },
    return: end,
    [Symbol.asyncIterator]: () => answers,
  };
  return answers;
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  error.extensions.code = code;
  return error;
}

function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

function tooManyConnections(most: number): SaddlepointError {
  return new SaddlepointError(
    "TOO_MANY_CONNECTIONS",
    `one sender has ${most} connections already`,
    "Use one connection for several subscriptions.",
  );
}

function tooManySubscriptions(most: number): SaddlepointError {
  return new SaddlepointError(
    "TOO_MANY_SUBSCRIPTIONS",
    `this connection has ${most} subscriptions already`,
    "End some of them, or open another connection.",
  );
}

function subscriptionsOnly(): SaddlepointError {
  return new SaddlepointError(
    "SUBSCRIPTIONS_ONLY",
    "this connection is for subscriptions",
    "Send queries over HTTP, as a POST to the same address.",
  );
}
