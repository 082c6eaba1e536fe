/** What one sender may ask of a server, beside the size of answers (query-limits.test.ts). */
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createRateLimiter } from "../../src/api/rate-limit.ts";
import { startApi } from "../../src/api/server.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { type ApiUnderTest, giveToken, startApiUnderTest } from "./api-under-test.ts";
import { ask } from "./client.ts";

let api: ApiUnderTest;
let limited: Awaited<ReturnType<typeof startApi>>;
let own: string;
let other: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  [own, other] = [
    await giveToken(api.database.url, { labs: ["north"] }),
    await giveToken(api.database.url, { labs: ["north"] }),
  ];
  limited = await startApi({
    ...{ pool: api.pool, introspection: false },
    limits: { rate: { perSecond: 0.001, burst: 3 }, requestTimeoutMs: 250 },
  });
});

afterAll(async () => {
  await limited?.close();
  await api?.stop();
});

describe("a bucket", () => {
  test("gives its burst at once, then its rate, to each sender apart", () => {
    let time = 0;
    const limiter = createRateLimiter({ perSecond: 2, burst: 3 }, () => time);
    const nOf = (who: string) => {
      for (let n = 0; ; n++) {
        try {
          limiter.take(who);
        } catch (error) {
          expect((error as { code: string }).code).toBe("RATE_LIMITED");
          return n;
        }
      }
    };
    expect([nOf("a"), nOf("a"), nOf("b")]).toEqual([3, 0, 3]);
    time = 1000;
    expect(nOf("a")).toBe(2);
    time = 3_600_000;
    expect(nOf("a")).toBe(3);
  });
});

test("a token that asks too often is told so and when to come again; another one is answered", async () => {
  const query = "{ subjects { totalCount } }";
  const statuses: number[] = [];
  for (let i = 0; i < 5; i++) statuses.push((await ask(limited.url, query, {}, own)).status);
  expect(statuses).toEqual([200, 200, 200, 429, 429]);
  const refused = await ask(limited.url, query, {}, own);
  expect(refused.errors[0].extensions.code).toBe("RATE_LIMITED");
  const response = await fetch(`${limited.url}/v1/export/trials`, {
    headers: { authorization: `Bearer ${own}` },
  });
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "1"]);
  expect((await ask(limited.url, query, {}, other)).status).toBe(200);
});

test("the schema is not told where introspection is off", async () => {
  const { errors } = await ask(limited.url, "{ __schema { types { name } } }", {}, other);
  expect(errors[0].extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
});

test("a request that takes too long asks no more, and says so", async () => {
  // Another transaction holds the table that the request reads: it waits, and has no time left for what hangs on the answer.
  const owner = createPool(api.database.url, "migrator", { max: 1 });
  const client = await owner.connect();
  const token = await giveToken(api.database.url, { labs: ["north"] });
  try {
    await client.query("begin; lock table projection.subject in access exclusive mode");
    const asked = ask(limited.url, "{ subjects(first: 1) { nodes { earlyStrategy } } }", {}, token);
    await new Promise((resolve) => setTimeout(resolve, 400));
    await client.query("commit");
    const { status, errors } = await asked;
    expect([status, errors.map(({ extensions }) => extensions.code)]).toEqual([200, ["REQUEST_TIMEOUT"]]);
    expect((await ask(limited.url, "{ labs { totalCount } }", {}, token)).data).toEqual({
      labs: { totalCount: 1 },
    });
  } finally {
    client.release();
    await owner.end();
  }
});

test("many aliases are refused, in fragments too", async () => {
  const many = Array.from({ length: 201 }, (_, i) => `a${i}: totalCount`).join(" ");
  for (const query of [
    `{ subjects { ${many} } }`,
    `{ subjects { ...F } } fragment F on SubjectConnection { ${many} }`,
  ]) {
    const { status, errors } = await ask(api.url, query);
    expect([status, errors[0].extensions.code]).toEqual([400, "TOO_MANY_ALIASES"]);
  }
});

test("exports beyond those that may be at work are told to come again, and one that ends makes room", async () => {
  const owner = createPool(api.database.url, "migrator", { max: 1 });
  const client = await owner.connect();
  const pool = createPool(api.database.url, "api", { max: 8 });
  const roomy = await startApi({ pool });
  const exported = () =>
    fetch(`${roomy.url}/v1/export/measures`, { headers: { authorization: `Bearer ${own}` } });
  try {
    await client.query("begin; lock table derived.session_measure in access exclusive mode");
    const atWork = [1, 2, 3, 4].map(exported);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const refused = await exported();
    const { errors } = (await refused.json()) as { errors: { extensions: { code: string } }[] };
    expect([refused.status, errors[0].extensions.code]).toEqual([503, "SERVER_BUSY"]);
    await client.query("commit");
    for (const response of await Promise.all(atWork))
      expect((await response.text()).trim().split("\n")).toHaveLength(101);
    const next = await exported();
    expect([next.status, (await next.text()).length > 0]).toEqual([200, true]);
  } finally {
    client.release(true);
    await roomy.close();
    await pool.end();
    await owner.end();
  }
});

test("who sends a request's head slowly is not waited for, nor does it keep others waiting", async () => {
  const { port, hostname } = new URL(api.url);
  const slow = Array.from({ length: 50 }, () => connect(Number(port), hostname));
  for (const socket of slow) socket.write("POST /graphql HTTP/1.1\r\nhost: x\r\nx-a: ");
  const started = performance.now();
  expect((await ask(api.url, "{ log { position } }")).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(2_000);
  for (const socket of slow) socket.destroy();
});

/** A raw connection that keeps what came, and when it was ended. */
function raw(url: string, head: string) {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = "";
  socket.on("data", (data) => {
    received += data.toString("latin1");
  });
  socket.on("error", () => {});
  const closed = new Promise<number>((resolve) => {
    const begun = performance.now();
    socket.once("close", () => resolve(performance.now() - begun));
  });
  socket.write(head);
  return { socket, closed, received: () => received };
}

describe("a client that is too slow", () => {
  let strict: Awaited<ReturnType<typeof startApi>>;
  let pool: ReturnType<typeof createPool>;
  const limits = { headMs: 500, requestMs: 1_000, exportIdleMs: 700 };

  beforeAll(async () => {
    pool = createPool(api.database.url, "api", { max: 2 });
    strict = await startApi({ pool, slownessLimits: limits });
  });
  afterAll(async () => {
    await strict?.close();
    await pool?.end();
  });

  test("over the body of its request is told so and left, and holds no connection of the database", async () => {
    const head = `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${own}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{`;
    const slow = Array.from({ length: 4 }, () => raw(strict.url, head));
    const drip = setInterval(() => {
      for (const { socket } of slow) if (socket.writable) socket.write(" ");
    }, 100);
    try {
      // Twice as many as there are connections to the database.
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect((await ask(strict.url, "{ labs { totalCount } }", {}, other)).status).toBe(200);
      for (const took of await Promise.all(slow.map(({ closed }) => closed)))
        expect(took).toBeLessThan(limits.requestMs + 2_000);
      for (const { received } of slow) expect(received()).toMatch(/^HTTP\/1.1 408 /);
    } finally {
      clearInterval(drip);
    }
  });

  test("over an export it has asked for is left, and its connection to the database is given back", async () => {
    const owner = createPool(api.database.url, "migrator", { max: 1 });
    try {
      // More than all the buffers between the database and a reader hold.
      const { rows } = await owner.query<{ name: string }>(
        "select attname as name from pg_attribute where attrelid = 'projection.trial'::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
      );
      const columns = rows.map(({ name }) => `"${name}"`);
      const values = columns.map((name) => (name === '"trial"' ? "g" : `t.${name}`));
      await owner.query(
        `insert into projection.trial (${columns.join(", ")})
         select ${values.join(", ")} from projection.trial t cross join generate_series(1000, 400000) g
         where t.home = 'north/learning/m01' and t.session = 1 and t.trial = 1 and t.to_position is null`,
      );
      const nCopying = async () =>
        (
          await owner.query(
            "select from pg_stat_activity where datname = current_database() and query ilike 'copy (select%' and state <> 'idle'",
          )
        ).rowCount;
      const deaf = raw(
        strict.url,
        `GET /v1/export/trials HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${own}\r\n\r\n`,
      );
      await new Promise((resolve) => deaf.socket.once("data", resolve));
      deaf.socket.pause();
      await vi.waitFor(async () => expect(await nCopying()).toBe(1), { timeout: 5_000 });
      // It is at work as long as its reader may take, and no longer.
      await new Promise((resolve) => setTimeout(resolve, limits.exportIdleMs / 2));
      expect(await nCopying()).toBe(1);
      await vi.waitFor(async () => expect(await nCopying()).toBe(0), { timeout: 10_000 });
      deaf.socket.resume();
      await deaf.closed;
      // It was not all of it: the last chunk, of no bytes, is missing.
      expect(deaf.received()).toMatch(/^HTTP\/1.1 200 /);
      expect(deaf.received().endsWith("0\r\n\r\n")).toBe(false);
      // Both connections of the pool can be had again.
      await Promise.all(
        [1, 2].map(async () =>
          expect((await ask(strict.url, "{ labs { totalCount } }", {}, other)).status).toBe(200),
        ),
      );
    } finally {
      await owner.end();
    }
  }, 60_000);
});
