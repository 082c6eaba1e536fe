import { request } from "node:http";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApi } from "../../src/api/server.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { type ApiUnderTest, startApiUnderTest } from "./api-under-test.ts";
import { ask, authorization } from "./client.ts";

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApiUnderTest();
});

afterAll(() => api?.stop());

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${api.url}${path}`, { headers: { ...authorization(), ...headers } });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

async function post(body: string | Buffer, headers: Record<string, string> = {}) {
  const response = await fetch(`${api.url}/graphql`, {
    method: "POST",
    body,
    headers: { ...authorization(), ...headers },
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

const json = { "content-type": "application/json" };

describe("probes", () => {
  test("the process is up, whatever the database does", async () => {
    const away = await startApi({ databaseUrl: "postgres://nobody@127.0.0.1:1/none" });
    try {
      const healthy = await fetch(`${away.url}/healthz`);
      expect([healthy.status, await healthy.json()]).toEqual([200, { status: "ok" }]);
      const ready = await fetch(`${away.url}/readyz`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toMatchObject({
        status: "not ready",
        error: { code: "DATABASE_UNAVAILABLE", remedy: expect.stringContaining("doctor") },
      });
    } finally {
      await away.close();
    }
  });

  test("it is ready where the database has every migration", async () => {
    const { status, body } = await get("/readyz");
    expect([status, JSON.parse(body)]).toEqual([200, { status: "ready" }]);
  });

  test("it is not ready where one is missing", async () => {
    const migrator = createPool(api.database.url, "migrator");
    try {
      await migrator.query("update saddlepoint.migration set name = name || '_elsewhere'");
      const { status, body } = await get("/readyz");
      expect(status).toBe(503);
      expect(JSON.parse(body).error).toMatchObject({
        code: "MIGRATIONS_PENDING",
        remedy: expect.stringContaining("migrate"),
      });
    } finally {
      await migrator.query("update saddlepoint.migration set name = replace(name, '_elsewhere', '')");
      await migrator.end();
    }
  });
});

describe("requests that are wrong before they are queries", () => {
  test("a body beyond the limit is refused with a code", async () => {
    const { status, body } = await post(JSON.stringify({ query: " ".repeat(300_000) }), json);
    expect([status, body.errors[0].extensions.code]).toEqual([413, "BODY_TOO_LARGE"]);
  });

  test("a body that is no JSON is refused with a code", async () => {
    const { status, body } = await post("{", json);
    expect([status, body.errors[0].extensions.code]).toEqual([400, "BAD_REQUEST"]);
  });

  test("a body of an unknown type is refused with a code", async () => {
    const { status, body } = await post("query=1", { "content-type": "application/x-www-form-urlencoded" });
    expect([status, body.errors[0].extensions.code]).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
  });

  test("a request that another site could make a browser send is refused", async () => {
    const query = encodeURIComponent("{ log { position } }");
    const simple = await get(`/graphql?query=${query}`);
    expect([simple.status, JSON.parse(simple.body).errors[0].extensions.code]).toEqual([400, "BAD_REQUEST"]);
    const plain = await post('{"query":"{ log { position } }"}', { "content-type": "text/plain" });
    expect(plain.status).toBe(400);
    const meant = await get(`/graphql?query=${query}`, json);
    expect(meant.status).toBe(200);
  });

  test("several queries in one body are refused", async () => {
    const { status } = await post(JSON.stringify([{ query: "{ __typename }" }]), json);
    expect(status).toBe(400);
  });

  test("a path that leads nowhere says where to go", async () => {
    const { status, body } = await get("/grapql");
    expect(status).toBe(404);
    expect(JSON.parse(body).errors[0].extensions).toMatchObject({
      code: "NOT_FOUND",
      remedy: expect.stringContaining("/graphql"),
    });
  });
});

describe("starting and stopping", () => {
  test("it listens on this machine alone unless told otherwise, on a free port", () => {
    expect(api.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test("an address that stands for all of the machine's is given as one to connect to", async () => {
    const open = await startApi({ pool: api.pool, host: "0.0.0.0" });
    try {
      expect(open.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect((await fetch(`${open.url}/healthz`)).status).toBe(200);
    } finally {
      await open.close();
    }
  });

  test("a port that is taken is an error with a remedy", async () => {
    const port = Number(new URL(api.url).port);
    await expect(startApi({ pool: api.pool, port })).rejects.toMatchObject({
      code: "ADDRESS_UNAVAILABLE",
      remedy: expect.stringContaining("--port"),
    });
  });

  test("closing answers what was asked before, and takes nothing new", async () => {
    const lines: string[] = [];
    const logger = pino({ level: "warn" }, { write: (line: string) => void lines.push(line) });
    const closing = await startApi({ databaseUrl: api.database.url, logger });
    const holder = createPool(api.database.url, "migrator", { max: 1 });
    try {
      // A lock keeps the query waiting until the server has begun to close.
      await holder.query("begin");
      await holder.query("lock table projection.subject in access exclusive mode");
      const answer = ask(closing.url, "{ subjects { totalCount } }");
      await untilWaiting(holder);
      const closed = closing.close();
      await expect(connect(closing.url)).rejects.toThrow(/ECONNREFUSED|503/);
      await holder.query("rollback");
      expect((await answer).data).toEqual({ subjects: { totalCount: 12 } });
      const answeredAt = performance.now();
      await closed;
      // The client's kept-alive connection does not hold up the closing.
      expect(performance.now() - answeredAt).toBeLessThan(5_000);
      expect(lines).toEqual([]);
    } finally {
      await holder.end();
    }
  });
});

/** Until some statement waits for the lock that this connection holds. */
async function untilWaiting(holder: ReturnType<typeof createPool>): Promise<void> {
  for (;;) {
    const { rows } = await holder.query("select from pg_locks where not granted");
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A request on a connection of its own, which fetch would not make. */
function connect(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    request(`${url}/healthz`, { agent: false }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(String(response.statusCode)));
    })
      .on("error", reject)
      .end();
  });
}
