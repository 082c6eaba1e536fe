/** What a lab asks for about its own runs, over the API; a running worker does it. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startWorker, type Worker } from "../../jobs/worker.ts";
import { type Api, startApi } from "../../src/api/server.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { fetchAudit } from "../../src/read/audit.ts";
import { type Derivation, derivation } from "../analyses/derivation.ts";
import { grant, trial, trials } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { giveToken } from "./api-under-test.ts";
import { ask, data, useToken } from "./client.ts";

const log = givenLog();
const HOME = "lab/study/A";
let api: Api;
let derive: Derivation;
let tokens: Readonly<Record<"reader" | "other" | "admin", string>>;
/** A failed run of HOME, and one of another lab's subject. */
let failed: string;
let others: string;

const REQUEST = "id action subjectId analyses doneAt error { code } run { id } runs { analysis state }";
const mutation = (field: string, token?: string | null) =>
  ask(api.url, `mutation { ${field} { ${REQUEST} } }`, {}, token);
const codes = async (field: string, token?: string | null) =>
  (await mutation(field, token)).errors.map(({ extensions }) => extensions.code);

const newestRun = async (home: string, analysis: string) =>
  (
    await log
      .pool("reader")
      .query<{ id: string; state: string; cause: string }>(
        "select 'run:' || run_id as id, state, cause from derived.run where home = $1 and analysis = $2 order by run_id desc limit 1",
        [home, analysis],
      )
  ).rows[0];

/** A request as it stands when a worker has done it. */
async function done(id: string) {
  return await vi.waitFor(
    async () => {
      const { runRequest } = await data(api.url, `{ runRequest(id: "${id}") { ${REQUEST} } }`);
      expect(runRequest.doneAt).not.toBeNull();
      return runRequest;
    },
    { timeout: 15_000, interval: 50 },
  );
}

beforeAll(async () => {
  // Both always choose right, so that no decision model fits them.
  await append(log.pool("ingest"), [
    ...trials("A", 1, 1, 30),
    ...Array.from({ length: 30 }, (_, i) => trial("B", 1, i + 1, {}, { lab: "other" })),
    grant({ lab: "other", project: "study" }, { grant: "partner", granteeKind: "lab", grantee: "lab" }),
  ]);
  await catchUp(log.pool("worker"));
  derive = derivation(log.pool("worker"));
  for (const home of [HOME, "other/study/B"]) {
    expect(await derive.run("decision-model", home)).toMatchObject({ state: "failed" });
  }
  [failed, others] = [
    (await newestRun(HOME, "decision-model")).id,
    (await newestRun("other/study/B", "decision-model")).id,
  ];
  api = await startApi({ pool: log.pool("api") });
  useToken(await giveToken(log.url, { labs: ["lab"], scopes: ["read", "analyse"], name: "analyst" }));
  tokens = {
    reader: await giveToken(log.url, { labs: ["lab"] }),
    other: await giveToken(log.url, { labs: ["other"], scopes: ["read", "analyse"] }),
    admin: await giveToken(log.url, { labs: ["lab"], scopes: ["admin"] }),
  };
}, 60_000);
afterAll(async () => {
  await api?.close();
  await derive?.close();
});

const nRequests = async () => (await log.pool("reader").query("select from derived.run_request")).rowCount;

describe("a request is refused, and nothing noted", () => {
  test("where the token has not the scope, or there is none", async () => {
    for (const field of [
      `reanalyse(subject: "${HOME}")`,
      `retryRun(run: "${failed}")`,
      `cancelRun(run: "${failed}")`,
    ]) {
      expect(await codes(field, tokens.reader)).toEqual(["SCOPE_MISSING"]);
      expect((await mutation(field, null)).status).toBe(401);
    }
    expect(await nRequests()).toBe(0);
  });

  test("where another lab's data are meant, as if they were not there, though they may be read", async () => {
    expect((await data(api.url, '{ subject(id: "other/study/B") { id } }')).subject).toEqual({
      id: "other/study/B",
    });
    const answers = await Promise.all(
      ["other/study/B", "other/study/none"].map((id) => mutation(`reanalyse(subject: "${id}")`)),
    );
    const [there, none] = answers.map(({ errors }) => JSON.stringify(errors).replaceAll("none", "B"));
    expect(there).toBe(none);
    expect(answers[0].errors[0].extensions.code).toBe("SUBJECT_UNKNOWN");
    for (const id of [others, "run:999999"]) {
      expect(await codes(`retryRun(run: "${id}")`)).toEqual(["RUN_UNKNOWN"]);
      expect(await codes(`cancelRun(run: "${id}")`)).toEqual(["RUN_UNKNOWN"]);
    }
    expect(await codes(`reanalyse(subject: "${HOME}")`, tokens.other)).toEqual(["SUBJECT_UNKNOWN"]);
    expect(await nRequests()).toBe(0);
  });

  test("where what is meant cannot be", async () => {
    expect(await codes(`reanalyse(subject: "lab")`)).toEqual(["INVALID_SUBJECT_ID"]);
    expect(await codes(`reanalyse(subject: "${HOME}", analyses: ["horoscope"])`)).toEqual([
      "INVALID_ARGUMENT",
    ]);
    expect(await codes(`cancelRun(run: "1")`)).toEqual(["INVALID_ID"]);
    expect(await nRequests()).toBe(0);
  });

  test("by the database itself, whatever the API asks for", async () => {
    const pool = log.pool("api");
    const forged = (token: string) =>
      pool.query("select access.request_runs($1, 'reanalyse', $2, null, null) as id", [token, HOME]);
    expect((await forged("nobody")).rows).toEqual([{ id: null }]);
    expect((await forged(tokens.reader.split("_")[1])).rows).toEqual([{ id: null }]);
    for (const statement of [
      "insert into derived.run_request (action, home, token_id, actor) values ('reanalyse', 'lab/study/A', 'x', 'x')",
      "update derived.run set state = 'cancelled'",
      "select token_id from derived.run_request",
    ])
      await expect(pool.query(statement), statement).rejects.toThrow(/permission denied/);
  });
});

describe("a worker", () => {
  let worker: Worker;
  const errors: unknown[] = [];
  beforeAll(async () => {
    worker = await startWorker({ url: log.url, concurrency: 1, onError: (error) => errors.push(error) });
    await vi.waitFor(
      async () => expect((await newestRun(HOME, "session-measures"))?.state).toBe("succeeded"),
      {
        timeout: 20_000,
      },
    );
  }, 30_000);
  afterAll(async () => {
    await worker?.stop();
    expect(errors).toEqual([]);
  });

  test("puts a failed run back when its lab asks, and makes it", async () => {
    const { data: answer } = await mutation(`retryRun(run: "${failed}")`);
    expect(answer.retryRun).toMatchObject({
      action: "RETRY",
      subjectId: HOME,
      run: { id: failed },
      error: null,
    });
    const request = await done(answer.retryRun.id);
    expect(request.runs.map(({ analysis }: { analysis: string }) => analysis)).toContain("decision-model");
    await vi.waitFor(
      async () =>
        expect(await newestRun(HOME, "decision-model")).toEqual({
          id: failed,
          state: "failed",
          cause: "request",
        }),
      {
        timeout: 15_000,
      },
    );
  });

  test("derives what is not of the present data, and only what was named and what that stands on", async () => {
    const before = await newestRun(HOME, "network-recovery");
    expect(before).toBeUndefined();
    const { data: answer } = await mutation(
      `reanalyse(subject: "${HOME}", analyses: ["session-measures", "network-recovery", "session-measures"])`,
      tokens.admin,
    );
    expect(answer.reanalyse.analyses).toEqual(["network-recovery", "session-measures"]);
    const request = await done(answer.reanalyse.id);
    // The measures are of the present data; the network's refit is made by night, unless somebody asks.
    expect(request.runs.map(({ analysis }: { analysis: string }) => analysis).sort()).toEqual([
      "network-recovery",
      "network-refit",
    ]);
    await vi.waitFor(
      async () => {
        const run = await newestRun(HOME, "network-recovery");
        expect(run.cause).toBe("request");
        expect(run.state).toMatch(/succeeded|failed/);
      },
      { timeout: 60_000 },
    );
  }, 70_000);

  test("ends a run that waits", async () => {
    await log
      .pool("worker")
      .query(
        "update derived.run set due_at = 'infinity', state = 'pending', finished_at = null where 'run:' || run_id = $1",
        [failed],
      );
    const { data: answer } = await mutation(`cancelRun(run: "${failed}")`);
    expect((await done(answer.cancelRun.id)).runs).toEqual([
      { analysis: "decision-model", state: "CANCELLED" },
    ]);
  });
});

test("asked twice before a worker has looked is asked once; each asking is in the audit", async () => {
  const ask = async () => (await mutation(`reanalyse(subject: "${HOME}")`)).data.reanalyse.id;
  const [first, second] = [await ask(), await ask()];
  expect(second).toBe(first);
  const audit = await fetchAudit(log.pool("migrator"), { lab: "lab", limit: 100 });
  const requests = audit.filter(({ action }) => action === "runs requested");
  expect(requests).toHaveLength(5);
  expect(requests[0]).toMatchObject({
    actor: "analyst",
    details: { action: "reanalyse", subject: HOME, request: Number(first.split(":")[1]) },
  });
});

test("nobody else sees a request", async () => {
  const query = '{ runRequest(id: "request:1") { id } }';
  expect((await ask(api.url, query, {}, tokens.reader)).data.runRequest).toEqual({ id: "request:1" });
  expect((await ask(api.url, query, {}, tokens.other)).data.runRequest).toBeNull();
});
