import { afterAll, beforeAll, expect, test } from "vitest";
import { type Api, startApi } from "../../src/api/server.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { ask } from "../api/client.ts";
import { trial } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();
let api: Api;

beforeAll(async () => {
  await append(log.pool("ingest"), [trial("A", 1, 1)]);
  await catchUp(log.pool("worker"));
  api = await startApi({ databaseUrl: log.url });
});
afterAll(() => api.close());

async function create(...args: readonly string[]) {
  const run = await saddlepoint(log.url, "token", "create", "--json", ...args);
  expect(run.code, run.stderr).toBe(0);
  return run.json<{ id: string; token: string }>();
}

const QUERY = "{ subjects { totalCount } }";

async function answerTo(token: string | null) {
  const { status, data, errors } = await ask(api.url, QUERY, {}, token);
  return errors.length > 0 ? [status, errors[0].extensions.code] : [status, data.subjects.totalCount];
}

test("a token reads its lab's data until it is revoked, and then at once no more", async () => {
  const { id, token } = await create("--lab", "lab");
  expect(await answerTo(token)).toEqual([200, 1]);
  expect((await saddlepoint(log.url, "token", "revoke", id)).code).toBe(0);
  expect(await answerTo(token)).toEqual([401, "TOKEN_REVOKED"]);
  const again = await saddlepoint(log.url, "token", "revoke", id, "--json");
  expect([again.code, again.json<{ error: { code: string } }>().error.code]).toEqual([1, "NO_SUCH_TOKEN"]);
});

test("a token of another lab sees nothing of it; one of another scope may not read", async () => {
  expect(await answerTo((await create("--lab", "other")).token)).toEqual([200, 0]);
  expect(await answerTo((await create("--lab", "lab", "--scope", "ingest")).token)).toEqual([
    403,
    "SCOPE_MISSING",
  ]);
  expect(await answerTo((await create("--lab", "lab", "--scope", "admin")).token)).toEqual([200, 1]);
});

test("a token ends on its day", async () => {
  const { token } = await create("--lab", "lab", "--days", "0.00001");
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await answerTo(token)).toEqual([401, "TOKEN_EXPIRED"]);
});

test("without a token, or with one that was never made, nothing is answered", async () => {
  expect(await answerTo(null)).toEqual([401, "TOKEN_MISSING"]);
  const { token } = await create("--lab", "lab");
  const last = token.endsWith("A") ? "B" : "A";
  for (const wrong of [
    `${token.slice(0, -1)}${last}`,
    token.toUpperCase(),
    `${token}A`,
    "sp_",
    "null",
    "' or 1=1 --",
  ])
    expect(await answerTo(encodeURI(wrong)), wrong).toEqual([401, "TOKEN_WRONG"]);
});

test("the list says when each was last used, and shows no token", async () => {
  const { id, token } = await create("--lab", "lab", "--person", "anna", "--name", "notebook");
  const listed = async () =>
    (await saddlepoint(log.url, "token", "list", "--json"))
      .json<{ tokens: { tokenId: string; lastUsedAt: string | null }[] }>()
      .tokens.find(({ tokenId }) => tokenId === id);
  expect(await listed()).toMatchObject({
    name: "notebook",
    person: "anna",
    scopes: ["read"],
    lastUsedAt: null,
  });
  await answerTo(token);
  expect(Date.now() - Date.parse((await listed())?.lastUsedAt ?? "")).toBeLessThan(60_000);
  const shown = (await saddlepoint(log.url, "token", "list")).stdout;
  expect(shown).toContain("notebook");
  expect(shown).not.toContain(token);
  const { rows } = await log.pool("migrator").query("select * from access.token where token_id = $1", [id]);
  expect(JSON.stringify(rows)).not.toContain(token.split("_")[2]);
});

test("what is done with tokens is written down, for ever", async () => {
  const { id } = await create("--lab", "lab", "--name", "audited");
  await saddlepoint(log.url, "token", "revoke", id);
  const owner = log.pool("migrator");
  const { rows } = await owner.query(
    "select action, details->>'name' as name from access.audit where token_id = $1 order by audit_id",
    [id],
  );
  expect(rows).toEqual([
    { action: "token created", name: "audited" },
    { action: "token revoked", name: "audited" },
  ]);
  await expect(owner.query("delete from access.audit")).rejects.toThrow(/append-only/);
});

test.each([
  [["token", "create"], /--lab/],
  [["token", "create", "--lab", "no lab"], /Names are/],
  [["token", "create", "--lab", "lab", "--scope", "everything"], /read, ingest, analyse, admin/],
])("wrong usage is told: %s", async (args, message) => {
  const run = await saddlepoint(log.url, ...args);
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(message);
});

const event = (lab: string) =>
  JSON.stringify({
    ...{
      type: "SubjectRegistered",
      lab,
      project: "p",
      subject: `s-${lab}`,
      source: "rig",
      sourceEventId: `r-${lab}`,
    },
    payload: {},
  });

async function post(body: string, token: string) {
  const response = await fetch(`${api.url}/v1/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body,
  });
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return [response.status, errors?.[0].extensions.code ?? null];
}

test("a token with the scope ingest appends for its own lab, under its name, and for no other", async () => {
  const { token } = await create("--lab", "lab", "--scope", "ingest", "--name", "rig-2");
  expect(await post(event("lab"), token)).toEqual([200, null]);
  const { rows } = await log
    .pool("migrator")
    .query("select s.name from log.event e join log.staff s using (actor) where e.stream = 'lab/p/s-lab'");
  expect(rows).toEqual([{ name: "rig-2" }]);
  expect(await post(event("victim"), token)).toEqual([403, "LAB_NOT_YOURS"]);
  expect(await post(`${event("lab")}\n${event("victim")}`, token)).toEqual([403, "LAB_NOT_YOURS"]);
  expect(await post(event("lab"), (await create("--lab", "lab")).token)).toEqual([403, "SCOPE_MISSING"]);
});
