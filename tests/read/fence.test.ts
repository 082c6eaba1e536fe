import { beforeAll, describe, expect, test, vi } from "vitest";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { rebuildProjections } from "../../src/projections/rebuild.ts";
import { connectToStream, fencedPool, type Principal } from "../../src/read/fence.ts";
import { grant, grantRevoked, sessionStarted, trial, trials } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";

const log = givenLog();
const DAY_MS = 86_400_000;

/** Two labs, each with two subjects of three trials in a project `study`. */
beforeAll(async () => {
  const events = ["ours", "theirs"].flatMap((lab) =>
    ["a", "b"].flatMap((subject) => [
      sessionStarted(subject, 1, {}, { lab }),
      ...trials(subject, 1, 1, 3).map((event) => ({ ...event, lab })),
    ]),
  );
  await append(log.pool("ingest"), events);
  await catchUp(log.pool("worker"));
});

const TABLES = ["projection.trial", "projection.session", "projection.subject", "log.event", "log.stream"];

/** The homes of which these principals see rows, by table. */
async function seen(...principals: Principal[]): Promise<readonly string[]> {
  const pool = fencedPool(log.pool("api"), principals);
  const found = new Set<string>();
  for (const table of TABLES) {
    const { rows } = await pool.query<{ home: string }>(
      `select distinct home from ${table} where home like '%/%' order by home`,
    );
    const homes = rows.map(({ home }) => home);
    found.add(homes.join(" "));
  }
  expect([...found], "every table has the same fence").toHaveLength(1);
  return [...found][0].split(" ").filter((home) => home !== "");
}

async function happens(...events: Parameters<typeof append>[1]): Promise<void> {
  await append(log.pool("ingest"), events);
  await catchUp(log.pool("worker"));
}

const OURS = ["ours/study/a", "ours/study/b"];
const THEIRS = ["theirs/study/a", "theirs/study/b"];
const at = { lab: "theirs", project: "study" };

describe("the fence", () => {
  test("a lab sees its own, whoever is nobody sees nothing, and no setting is no sight", async () => {
    expect(await seen("lab:ours")).toEqual(OURS);
    expect(await seen("lab:ours", "lab:theirs")).toEqual([...OURS, ...THEIRS]);
    expect(await seen("everyone")).toEqual([]);
    expect(await seen("lab:o" as Principal, "person:ours")).toEqual([]);
    const { rows } = await log.pool("api").query("select from projection.trial");
    expect(rows).toEqual([]);
  });

  test.each([
    ["a lab", { granteeKind: "lab", grantee: "ours" }, "lab:ours", OURS],
    ["a person", { granteeKind: "person", grantee: "anna" }, "person:anna", []],
    ["everyone", { granteeKind: "everyone" }, "everyone", []],
  ] as const)("a project granted to %s is seen until it is revoked", async (_, to, principal, own) => {
    await happens(grant(at, { grant: "g", ...to }));
    expect(await seen(principal)).toEqual([...own, ...THEIRS]);
    await happens(grantRevoked(at, "g"));
    expect(await seen(principal)).toEqual(own);
  });

  test("an embargo ends when it says", async () => {
    const from = (ms: number) => new Date(Date.now() + ms).toISOString();
    await happens(grant(at, { grant: "later", granteeKind: "everyone", from: from(DAY_MS) }));
    expect(await seen("everyone")).toEqual([]);
    await happens(grant(at, { grant: "later", granteeKind: "everyone", from: from(-DAY_MS) }));
    expect(await seen("everyone")).toEqual(THEIRS);
    await happens(grantRevoked(at, "later"));
  });

  test("a project is granted, not those whose names begin like its own", async () => {
    const other = { lab: "theirs", project: "study2" };
    await happens(sessionStarted("z", 1, {}, other), trial("z", 1, 1, {}, other));
    await happens(grant(at, { grant: "one", granteeKind: "everyone" }));
    expect(await seen("everyone")).toEqual(THEIRS);
    expect(await seen("lab:their" as Principal, "lab:theirs/study" as Principal)).toEqual([]);
    await happens(grantRevoked(at, "one"));
    // To LIKE the name would be that of the project study, too.
    const sign = { lab: "theirs", project: "stud_" };
    await happens(sessionStarted("y", 1, {}, sign), trial("y", 1, 1, {}, sign));
    await happens(grant(sign, { grant: "sign", granteeKind: "everyone" }));
    expect(await seen("everyone")).toEqual(["theirs/stud_/y"]);
    const { rows } = await log
      .pool("migrator")
      .query(
        "select whole_project from access.visible where principal = 'everyone' and whole_project is not null",
      );
    expect(rows).toEqual([{ whole_project: "theirs/stud\\_/%" }]);
    await happens(grantRevoked(sign, "sign"));
  });

  test("a grant may be called owner, and is revoked as any other", async () => {
    await happens(grant(at, { grant: "owner", granteeKind: "everyone" }));
    expect(await seen("everyone")).toEqual(THEIRS);
    await happens(grantRevoked(at, "owner"));
    expect(await seen("everyone")).toEqual([]);
    expect(await seen("lab:theirs")).toEqual(expect.arrayContaining(THEIRS));
  });

  test("a grant that is narrowed to a cohort shows nothing of the project any more, nor what comes later", async () => {
    const narrowed = { lab: "theirs", project: "narrow" };
    await happens(sessionStarted("n1", 1, {}, narrowed), trial("n1", 1, 1, {}, narrowed));
    await happens(grant(narrowed, { grant: "g", granteeKind: "everyone" }));
    expect(await seen("everyone")).toEqual(["theirs/narrow/n1"]);
    await happens(grant(narrowed, { grant: "g", granteeKind: "everyone", cohort: "nobody" }));
    await happens(sessionStarted("n2", 1, {}, narrowed), trial("n2", 1, 1, {}, narrowed));
    expect(await seen("everyone")).toEqual([]);
    await happens(grantRevoked(narrowed, "g"));
  });

  test("a subject that comes after the grant is seen too, and through it no event of the lab's own", async () => {
    await happens(grant(at, { grant: "all", granteeKind: "lab", grantee: "ours" }));
    await happens(sessionStarted("c", 1, {}, { lab: "theirs" }), trial("c", 1, 1, {}, { lab: "theirs" }));
    expect(await seen("lab:ours")).toEqual([...OURS, ...THEIRS, "theirs/study/c"]);
    const pool = fencedPool(log.pool("api"), ["lab:ours"]);
    expect((await pool.query("select from log.event where home = 'theirs'")).rowCount).toBe(0);
    expect((await pool.query("select from projection.access_grant")).rowCount).toBe(0);
  });

  test("a rebuild comes with the same fence", async () => {
    const before = await seen("lab:ours");
    await rebuildProjections(log.pool("migrator"));
    expect(await seen("lab:ours")).toEqual(before);
    expect(await seen("everyone")).toEqual([]);
    await happens(grantRevoked(at, "all"));
    expect(await seen("lab:ours")).toEqual(OURS);
  });

  test("statements that come together share one transaction, and none stays open", async () => {
    const pool = fencedPool(log.pool("api"), ["lab:ours"]);
    const ids = await Promise.all(
      [1, 2, 3].map(
        async () =>
          (await pool.query("select pg_current_xact_id()::text as id, pg_backend_pid() as pid")).rows[0],
      ),
    );
    expect(new Set(ids.map(({ id, pid }) => `${id} ${pid}`)).size).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { rows } = await log
      .pool("migrator")
      .query("select state from pg_stat_activity where pid = $1", [ids[0].pid]);
    expect(rows).toEqual([{ state: "idle" }]);
  });

  test("a statement that fails spoils nothing that comes after it", async () => {
    const pool = fencedPool(log.pool("api"), ["lab:ours"]);
    const [failed, next] = await Promise.allSettled([
      pool.query("select 1/0"),
      pool.query("select distinct home from projection.trial order by home"),
    ]);
    expect(failed.status).toBe("rejected");
    expect(next.status === "fulfilled" && next.value.rows.map(({ home }) => home)).toEqual(OURS);
  });

  test("statements behind one that fails wait for no second connection", async () => {
    const one = log.pool("api", 1);
    const ask = (text: string, values: unknown[] = []) => fenced.query(text, values);
    const fenced = fencedPool(one, ["lab:ours"]);
    const same = "select $1::int + 77 as n";
    const asked = [ask("select 1/0"), ask("select 1 as n"), ask(same, [1]), ask(same, [2])];
    const [failed, ...others] = await Promise.allSettled(asked);
    expect(failed.status === "rejected" && failed.reason.code).toBe("22012");
    expect(others.map((each) => each.status === "fulfilled" && each.value.rows[0].n)).toEqual([1, 78, 79]);
    await vi.waitFor(() => expect(one.idleCount).toBe(1));
  });

  test("many requests with a failing statement each, and as few connections, are all answered", async () => {
    const few = log.pool("api", 2);
    const requests = Array.from({ length: 12 }, async () => {
      const fenced = fencedPool(few, ["lab:ours"]);
      return await Promise.allSettled([
        fenced.query("select 1/0"),
        fenced.query("select 1"),
        fenced.query("select 2"),
      ]);
    });
    for (const answers of await Promise.all(requests)) {
      expect(answers.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
    }
  });

  test("a stream's connection whose transaction does not begin is not lost", async () => {
    const pool = log.pool("api", 1);
    const fenced = fencedPool(pool, ["lab:ours"]);
    const pidOf = async () => {
      const client = await connectToStream(fenced);
      const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
      client.release();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return rows[0].pid;
    };
    // As often as there are connections, and once more.
    for (let k = 0; k < 7; k++) {
      await log.pool("migrator").query("select pg_terminate_backend($1)", [await pidOf()]);
      await connectToStream(fenced).then(
        (client) => client.release(),
        () => {},
      );
    }
    expect(await pidOf()).toBeGreaterThan(0);
  });

  test("a connection that goes back knows no principal any more", async () => {
    const one = log.pool("api", 1);
    await fencedPool(one, ["lab:ours"]).query("select 1");
    const { rows } = await one.query(
      "select coalesce(current_setting('saddlepoint.principals', true), '') as principals",
    );
    expect(rows).toEqual([{ principals: "" }]);
  });
});

describe("what the API's role can read", () => {
  const readable = `
    select c.relnamespace::regnamespace || '.' || c.relname as name, c.relkind as kind, c.relrowsecurity and c.relforcerowsecurity as forced,
           coalesce(c.reloptions::text ~ 'security_invoker=(true|on)', false) as invoker,
           exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'fence'
                   and p.polroles = array['saddlepoint_api'::regrole::oid]) as fenced,
           (select string_agg(pg_get_expr(p.polqual, p.polrelid), ' ') from pg_policy p
            where p.polrelid = c.oid and 'saddlepoint_api'::regrole = any (p.polroles)) as condition
    from pg_class c
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and has_any_column_privilege('saddlepoint_api', c.oid, 'select')
      and c.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema')`;

  async function tables() {
    const { rows } = await log.pool("migrator").query<{
      name: string;
      kind: string;
      forced: boolean;
      invoker: boolean;
      fenced: boolean;
      condition: string | null;
    }>(readable);
    return rows;
  }

  test("every table and partition is behind the fence, and no view looks around it", async () => {
    const found = await tables();
    expect(found.length).toBeGreaterThan(40);
    const open = found.filter(({ kind, forced, fenced, invoker }) =>
      kind === "r" || kind === "p" ? !(forced && fenced) : !(kind === "v" && invoker),
    );
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  test("only these tables are open to all, and of none has it been forgotten to say whose its rows are", async () => {
    const found = await tables();
    const open = found.filter(({ condition }) => condition === "true").map(({ name }) => name);
    expect(open.sort()).toEqual([
      "derived.worker",
      "log.head",
      "projection.checkpoint",
      "saddlepoint.migration",
    ]);
    expect(found.filter(({ condition }) => condition === "false").map(({ name }) => name)).toEqual([]);
  });

  test("it may write nothing, and call no function that it was not given", async () => {
    const { rows } = await log.pool("migrator").query<{ name: string }>(`
      select c.oid::regclass::text as name from pg_class c
      where c.relkind in ('r', 'p') and has_table_privilege('saddlepoint_api', c.oid, 'insert, update, delete, truncate')
        and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'`);
    expect(rows).toEqual([]);
    const definers = await log.pool("migrator").query<{ name: string }>(`
      select p.oid::regprocedure::text as name from pg_proc p
      where p.prosecdef and has_function_privilege('saddlepoint_api', p.oid, 'execute') order by 1`);
    expect(definers.rows.map(({ name }) => name)).toEqual([
      "access.anything_public()",
      "access.authenticate(bytea)",
      "access.count_blocked_streams()",
      "access.ended_runs()",
      "access.last_night()",
      "access.open_runs()",
      "access.position_at(timestamp with time zone)",
      "access.record_export(text,text,jsonb)",
      "access.request_runs(text,text,text,bigint,text[])",
    ]);
  });
});
