/** Subscriptions of the real server, over real WebSockets. */
import { type Client, createClient } from "graphql-ws";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket as Socket } from "ws";
import { type Api, startApi } from "../../src/api/server.ts";
import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { type Follower, followLog } from "../../src/log/follow.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { openDatabase } from "../../src/read/database.ts";
import { extendLeases } from "../../src/read/run-queue.ts";
import { succeedRun } from "../../src/read/runs.ts";
import { revokeToken } from "../../src/read/tokens.ts";
import { beginQueued, queueRun } from "../analyses/derivation.ts";
import { trial, trials } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { giveToken } from "./api-under-test.ts";
import { ask, recordStatements } from "./client.ts";

const log = givenLog();
const session = "lab/study/A/1";
let api: Api;
let worker: Follower;
let token: string;
let southToken: string;
let statements: string[];
const clients: Client[] = [];

const south = (number: number) => trial("S", 1, number, {}, { lab: "south" });
const write = (...events: readonly NewEvent[]) => append(log.pool("ingest"), events);

beforeAll(async () => {
  await write(...trials("A", 1, 1, 5), south(1));
  await catchUp(log.pool("worker"));
  worker = followLog(
    log.pool("worker"),
    async () => void (await catchUp(log.pool("worker"))),
    (error) => console.error(error),
  );
  token = await giveToken(log.url, { labs: ["lab"] });
  southToken = await giveToken(log.url, { labs: ["south"] });
  statements = recordStatements(log.pool("api", 8));
  api = await startApi({ pool: log.pool("api", 8) });
});

afterAll(async () => {
  for (const client of clients) await client.dispose();
  await api?.close();
  await worker?.stop();
});

const addressOf = ({ url }: Api) => `${url.replace("http", "ws")}/graphql`;

function connect(authorization: string | undefined, to = api): Client {
  const client = createClient({
    url: addressOf(to),
    connectionParams: authorization === undefined ? undefined : { authorization },
    retryAttempts: 0,
  });
  clients.push(client);
  return client;
}

interface Taken {
  // biome-ignore lint/suspicious/noExplicitAny: an event has the shape of its query, which a test knows
  readonly events: any[];
  /** Settled when the subscription ends: null, or what ended it. */
  readonly ended: Promise<unknown>;
  stop(): void;
}

/** What a subscription gives, from now on. */
function take(client: Client, query: string): Taken {
  const events: unknown[] = [];
  let stop = () => {};
  const ended = new Promise<unknown>((resolve) => {
    stop = client.subscribe(
      { query },
      {
        next: ({ data, errors }) => void events.push(errors ?? data),
        error: resolve,
        complete: () => resolve(null),
      },
    );
  });
  return { events, ended, stop: () => stop() };
}

const added = (after?: number, of = session) =>
  `subscription { trialAdded(session: "${of}"${after === undefined ? "" : `, after: ${after}`}) { id number } }`;

const numbers = ({ events }: Taken) => events.map(({ trialAdded }) => trialAdded.number);
const codeOf = async ({ ended }: Taken) => {
  const errors = (await ended) as { extensions: { code: string } }[];
  return errors.map(({ extensions }) => extensions.code);
};

async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 5_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error("it did not come about in 5 s");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Until so many subscriptions to trials have begun since `statements` was emptied. */
const untilWatching = (n: number) =>
  until(() => statements.filter((text) => text.includes("min(v.from_position)")).length >= n);

const closing = (socket: Socket) =>
  new Promise<readonly [number, string]>((resolve) => {
    socket.once("error", () => {});
    socket.once("close", (code, reason) => resolve([code, String(reason)]));
  });

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

test("trials come once, in order and without a gap while they are written; another lab's do not come", async () => {
  const [own, other] = [connect(`Bearer ${token}`), connect(`Bearer ${southToken}`)];
  statements.length = 0;
  const fresh = take(own, added());
  const foreign = take(other, added(0));
  const theirs = take(other, added(0, "south/study/S/1"));
  const foreignRuns = take(other, 'subscription { runProgress(subject: "lab/study/A") { number } }');
  await untilWatching(3);
  let late: Taken | undefined;
  for (let first = 6; first <= 305; ) {
    const last = Math.min(first + (first % 7) * (first % 5), 305);
    await write(...trials("A", 1, first, last));
    if (first > 100) late ??= take(own, added(0));
    first = last + 1;
  }
  await until(() => fresh.events.length >= 300 && (late?.events.length ?? 0) >= 305);
  expect(fresh.events[0]).toEqual({ trialAdded: { id: `${session}/6`, number: 6 } });
  expect(numbers(fresh)).toEqual(range(6, 305));
  expect(numbers(late as Taken)).toEqual(range(1, 305));

  // What is changed is not new; what comes out of turn comes when it comes.
  await write(
    {
      ...trial("A", 1, 305),
      type: "TrialAmended",
      sourceEventId: "amended",
      payload: { trial: 305, reason: "looked again", changes: { choice: "left" } },
    } as NewEvent,
    trial("A", 1, 400),
    trial("A", 1, 350),
    south(2),
  );
  await until(() => fresh.events.length >= 302 && theirs.events.length >= 2);
  expect(numbers(fresh).slice(300)).toEqual([400, 350]);
  expect(numbers(theirs)).toEqual([1, 2]);
  expect([foreign.events, foreignRuns.events]).toEqual([[], []]);
  for (const each of [fresh, foreign, theirs, foreignRuns]) each.stop();
});

describe("a token", () => {
  test("that is none, or has no scope read, is refused", async () => {
    const ingest = await giveToken(log.url, { labs: ["lab"], scopes: ["ingest"] });
    const refused = async (authorization?: string) => {
      const { code, reason } = (await take(connect(authorization), added()).ended) as CloseEvent;
      return [code, reason];
    };
    expect(await refused()).toEqual([4401, "TOKEN_MISSING"]);
    expect(await refused(`Bearer ${token}x`)).toEqual([4401, "TOKEN_WRONG"]);
    expect(await refused(token)).toEqual([4401, "TOKEN_MISSING"]);
    expect(await refused(`Bearer ${ingest}`)).toEqual([4403, "SCOPE_MISSING"]);
  });

  test("may come in the request's header", async () => {
    class WithHeader extends Socket {
      constructor(url: string, protocol: string) {
        super(url, protocol, { headers: { authorization: `Bearer ${token}` } });
      }
    }
    const client = createClient({ url: addressOf(api), webSocketImpl: WithHeader, retryAttempts: 0 });
    clients.push(client);
    const taken = take(client, added(399));
    await until(() => taken.events.length >= 1);
    expect(numbers(taken)).toEqual([400]);
    taken.stop();
  });

  test("that is revoked, or ends, gets no further event", async () => {
    const revoked = await giveToken(log.url, { labs: ["lab"] });
    const expiring = await giveToken(log.url, { labs: ["lab"], expiresAt: new Date(Date.now() + 1_000) });
    const [one, two] = [revoked, expiring].map((each) => take(connect(`Bearer ${each}`), added(399)));
    await until(() => one.events.length === 1 && two.events.length === 1);
    await revokeToken(log.pool("migrator"), revoked.split("_")[1], "test");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await write(trial("A", 1, 401));
    expect([await codeOf(one), await codeOf(two)]).toEqual([["TOKEN_REVOKED"], ["TOKEN_EXPIRED"]]);
    expect([one.events.length, two.events.length]).toEqual([1, 1]);
  });
});

test("a run is told as it waits, works and ends", async () => {
  const db = openDatabase(log.pool("worker"));
  const client = connect(`Bearer ${token}`);
  const fields = "{ number state progress }";
  const ofSubject = take(client, `subscription { runProgress(subject: "lab/study/A") ${fields} }`);
  await queueRun(db, "session-measures", "lab/study/A");
  await until(() => ofSubject.events.length === 1);
  const { number } = ofSubject.events[0].runProgress;
  const ofRun = take(client, `subscription { runProgress(run: "run:${number}") ${fields} }`);
  await until(() => ofRun.events.length === 1);
  const run = await beginQueued(db, "session-measures", "lab/study/A");
  await until(() => ofSubject.events.length === 2 && ofRun.events.length === 2);
  await extendLeases(db, [{ ...run, progress: 0.5 }], 60_000);
  await until(() => ofSubject.events.length === 3 && ofRun.events.length === 3);
  await succeedRun(db, run, { cpuS: 0, peakMemoryBytes: 0 });
  expect(await ofRun.ended).toBeNull();
  await until(() => ofSubject.events.length === 4);
  const told = [
    { number: run.runId, state: "PENDING", progress: null },
    { number: run.runId, state: "RUNNING", progress: null },
    { number: run.runId, state: "RUNNING", progress: 0.5 },
    { number: run.runId, state: "SUCCEEDED", progress: null },
  ].map((runProgress) => ({ runProgress }));
  expect([ofRun.events, ofSubject.events]).toEqual([told, told]);
  ofSubject.stop();
  const nothing = take(client, `subscription { runProgress(run: "run:999999") ${fields} }`);
  expect([await nothing.ended, nothing.events]).toEqual([null, []]);
});

describe("limits", () => {
  let strict: Api;
  beforeAll(async () => {
    strict = await startApi({
      pool: log.pool("api", 8),
      subscriptionLimits: {
        ...{ maxConnections: 1, maxSubscriptions: 1 },
        ...{ initTimeoutMs: 500, heartbeatMs: 400, idleMs: 600 },
      },
    });
  });
  afterAll(() => strict?.close());

  test("bound the connections of a token and the subscriptions of a connection", async () => {
    const client = connect(`Bearer ${token}`, strict);
    const first = take(client, added(399));
    await until(() => first.events.length === 2);
    expect(await codeOf(take(client, added()))).toEqual(["TOO_MANY_SUBSCRIPTIONS"]);
    const { code, reason } = (await take(connect(`Bearer ${token}`, strict), added()).ended) as CloseEvent;
    expect([code, reason]).toEqual([4429, "TOO_MANY_CONNECTIONS"]);
    first.stop();
    await client.dispose();
  });

  test("are those of queries, and only subscriptions are answered", async () => {
    const client = connect(`Bearer ${token}`);
    const refused = (query: string) => codeOf(take(client, query));
    expect(await refused("{ log { position } }")).toEqual(["SUBSCRIPTIONS_ONLY"]);
    expect(await refused("subscription {")).toEqual(["GRAPHQL_PARSE_FAILED"]);
    expect(await refused("subscription { nothing }")).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
    const aliases = Array.from({ length: 201 }, (_, i) => `a${i}: number`).join(" ");
    expect(await refused(`subscription { trialAdded(session: "${session}") { ${aliases} } }`)).toEqual([
      "TOO_MANY_ALIASES",
    ]);
    const wrong = take(client, 'subscription { runProgress(subject: "x", run: "run:1") { number } }');
    await wrong.ended;
    expect(wrong.events[0][0].extensions.code).toBe("INVALID_ARGUMENTS");
    const { errors, status } = await ask(api.url, added(), {}, token);
    expect([status, errors[0].extensions.code]).toEqual([400, "SUBSCRIPTION_OVER_HTTP"]);
  });

  test("bound the connections of everyone together, and the size of a message", async () => {
    const small = await startApi({
      pool: log.pool("api", 8),
      subscriptionLimits: { maxSockets: 2, maxMessageBytes: 1_000 },
    });
    const open = () => new Socket(addressOf(small), "graphql-transport-ws");
    const opened = (socket: Socket) =>
      new Promise<string>((resolve) => {
        socket.once("open", () => resolve("open"));
        socket.once("error", ({ message }) => resolve(message));
      });
    try {
      const [first, second] = [open(), open()];
      expect(await Promise.all([first, second].map(opened))).toEqual(["open", "open"]);
      expect(await opened(open())).toMatch(/503/);
      const init = (length: number) =>
        JSON.stringify({
          ...{ type: "connection_init", payload: { authorization: `Bearer ${token}`, padding: "" } },
        }).padEnd(length);
      const left = closing(first);
      first.send(init(1_001));
      expect(await left).toEqual([1009, ""]);
      // The place of the one that left is free.
      expect(await opened(open())).toBe("open");
      const acknowledged = new Promise<string>((resolve) =>
        second.once("message", (m) => resolve(String(m))),
      );
      second.send(init(1_000));
      expect(JSON.parse(await acknowledged)).toEqual({ type: "connection_ack" });
    } finally {
      await small.close();
    }
  });

  test("leave who does not say who it is, asks nothing, or reads nothing", async () => {
    const open = (options = {}) => new Socket(addressOf(strict), "graphql-transport-ws", options);
    expect(await closing(open())).toEqual([4408, "Connection initialisation timeout"]);
    const greet = (socket: Socket, given: string) =>
      socket.once("open", () =>
        socket.send(
          JSON.stringify({ type: "connection_init", payload: { authorization: `Bearer ${given}` } }),
        ),
      );
    const [idle, deaf] = [open(), open({ autoPong: false })];
    greet(idle, token);
    greet(deaf, southToken);
    expect(await Promise.all([closing(idle), closing(deaf)])).toEqual([
      [1000, "IDLE"],
      [1006, ""],
    ]);
  });

  test("leave who asks and lets the answers lie", async () => {
    const socket = new Socket(addressOf(api), "graphql-transport-ws");
    const left = closing(socket);
    const acknowledged = new Promise((resolve) => socket.once("message", resolve));
    socket.once("open", () =>
      socket.send(
        JSON.stringify({ type: "connection_init", payload: { authorization: `Bearer ${southToken}` } }),
      ),
    );
    await acknowledged;
    socket.pause();
    // More than the kernel keeps for the two of them.
    const ping = JSON.stringify({ type: "ping", payload: { padding: "x".repeat(200_000) } });
    for (let k = 0; k < 100; k++) socket.send(ping, () => {});
    await until(() => socket.bufferedAmount === 0 || socket.readyState !== Socket.OPEN);
    socket.resume();
    expect(await left).toEqual([1006, ""]);
  });

  test("keep other sites' pages and other paths out", async () => {
    const refused = (url: string, origin: string) =>
      new Promise<string>((resolve) => {
        new Socket(url, "graphql-transport-ws", { origin }).once("error", ({ message }) => resolve(message));
      });
    expect(await refused(addressOf(api), "https://elsewhere.example")).toMatch(/403/);
    expect(await refused(`${addressOf(api)}/x`, api.url)).toMatch(/404/);
  });
});

test("closing tells who listens to go elsewhere, and waits for nobody", async () => {
  const stopping = await startApi({ pool: log.pool("api", 8) });
  const taken = take(connect(`Bearer ${token}`, stopping), added(399));
  await until(() => taken.events.length === 2).catch(() => {});
  const started = performance.now();
  await stopping.close();
  expect(performance.now() - started).toBeLessThan(1_500);
  const { code, reason } = (await taken.ended) as CloseEvent;
  expect([numbers(taken), code, reason]).toEqual([[400, 401], 1001, "GOING_AWAY"]);
});
