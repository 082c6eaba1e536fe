import { beforeAll, expect, test } from "vitest";
import { append } from "../../src/log/append.ts";
import { verifyLog } from "../../src/log/verify.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { repartition } from "../../src/postgres/repartition.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { digestProjections } from "../../src/projections/digest.ts";
import { rebuildProjections } from "../../src/projections/rebuild.ts";
import { openDatabase } from "../../src/read/database.ts";
import { fetchTrialPages } from "../../src/read/trial-pages.ts";
import { saddlepoint } from "../cli/run-here.ts";
import { subjectRegistered, trial, trials } from "../events/given-events.ts";
import { givenLog, headOf } from "../log/given-log.ts";
import { expectSoundLog } from "../support/sound-log.ts";

const log = givenLog();
const owner = () => log.pool("migrator", 6);

/** What each partition has: its bound's modulus, privileges, policies, triggers and indexes. */
async function attributes(): Promise<Map<string, string>> {
  const { rows } = await owner().query<{ parent: string; modulus: string; about: string }>(
    `select i.inhparent::regclass::text as parent,
            substring(pg_get_expr(c.relpartbound, c.oid) from 'modulus (\\d+)') as modulus,
            concat_ws(' ', c.relrowsecurity, c.relforcerowsecurity,
              (select string_agg(a.grantee::regrole || ':' || a.privilege_type, ',' order by a.grantee::regrole::text, a.privilege_type)
               from aclexplode(c.relacl) a where a.grantee <> c.relowner),
              (select string_agg(p.polname || ' ' || regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\\w+_\\d+\\.', '', 'g'), ',' order by p.polname)
               from pg_policy p where p.polrelid = c.oid),
              (select string_agg(t.tgname || t.tgtype, ',' order by t.tgname, t.tgtype) from pg_trigger t where t.tgrelid = c.oid),
              (select count(*) from pg_index x where x.indrelid = c.oid)) as about
     from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where c.relkind = 'r' and i.inhparent::regclass::text ~ '^(log|projection)\\.'
     order by parent, modulus, about`,
  );
  const found = new Map<string, string>();
  for (const { parent, modulus, about } of rows) {
    const said = found.get(parent);
    expect(said ?? `${modulus} ${about}`, parent).toBe(`${modulus} ${about}`);
    found.set(parent, `${modulus} ${about}`);
  }
  return found;
}

beforeAll(async () => {
  for (let i = 0; i < 12; i++)
    await append(log.pool("ingest"), [subjectRegistered(`M${i}`), ...trials(`M${i}`, 1, 1, 30)]);
  await catchUp(log.pool("worker"));
});

test("a full log gets more partitions, while a rig writes and a reader reads, and is what it was", async () => {
  const [before, digest] = [await attributes(), await digestProjections(owner())];
  const { root, head } = await verifyLog(owner(), log.url);
  const db = openDatabase(log.pool("reader"));
  const page = () => fetchTrialPages(db, [{ home: "lab/study/M1", session: 1, first: 50, after: null }]);
  const expected = await page();
  let isSplitting = true;
  const rig = (async () => {
    let n = 0;
    while (isSplitting) await append(log.pool("ingest"), [trial("rig", 1, ++n)]);
    return n;
  })();
  const reader = (async () => {
    let n = 0;
    for (; isSplitting; n++) expect(await page()).toEqual(expected);
    return n;
  })();
  const run = await saddlepoint(log.url, "migrate", "--partitions", "16", "--json");
  isSplitting = false;
  const [written, reads] = await Promise.all([rig, reader]);
  expect(run.json()).toMatchObject({ applied: [], partitions: 16, split: 40 });
  expect(written).toBeGreaterThan(0);
  expect(reads).toBeGreaterThan(0);

  const after = await attributes();
  expect([...after]).toEqual([...before].map(([parent, said]) => [parent, said.replace(/^8 /, "16 ")]));
  await expectSoundLog(owner());
  const verified = await verifyLog(owner(), log.url);
  expect(verified).toMatchObject({ isSound: true, head: head + written });
  expect(await headOf(owner())).toBe(head + written);
  if (written === 0) expect(verified.root).toEqual(root);
  await catchUp(log.pool("worker"));
  expect((await rebuildProjections(owner())).same).toBe(true);
  expect((await digestProjections(owner())).tables.map(({ table }) => table)).toEqual(
    digest.tables.map(({ table }) => table),
  );
  expect(await page()).toEqual(expected);
});

test("a second call does nothing; what was cut short is taken up again", async () => {
  expect(await repartition(owner(), 16)).toEqual({ partitions: 16, split: 0 });
  // The connection breaks in the middle, as of a program that is killed.
  const own = createPool(log.url, "migrator", { max: 1 });
  const { rows } = await own.query<{ pid: number }>("select pg_backend_pid() as pid");
  let n = 0;
  const cut = repartition(own, 32, () => {
    if (++n === 5) void owner().query("select pg_terminate_backend($1)", [rows[0].pid]);
  });
  await expect(cut).rejects.toThrow();
  await own.end();
  await expectSoundLog(owner());
  expect((await verifyLog(owner(), log.url)).isSound).toBe(true);
  const rest = await repartition(owner(), 32);
  expect(rest.split).toBeGreaterThan(0);
  expect(rest.split).toBeLessThan(80);
  await attributes();
  expect((await verifyLog(owner(), log.url)).isSound).toBe(true);
});

test("a partition still refuses to be changed or emptied, and one subject reads one of them", async () => {
  const { rows } = await owner().query<{ name: string }>(
    "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'log.event'::regclass",
  );
  expect(rows).toHaveLength(32);
  for (const { name } of rows) await expect(owner().query(`truncate ${name}`)).rejects.toThrow(/append-only/);
  await expect(owner().query("update log.event set actor = 'x'")).rejects.toThrow(/append-only/);
  const plan = await owner().query<{ "QUERY PLAN": string }>(
    "explain (costs off) select * from log.event where home = 'lab/study/M1'",
  );
  const scanned = new Set(plan.rows.map((row) => /on (event_\d+) /.exec(row["QUERY PLAN"])?.[1]));
  scanned.delete(undefined);
  expect(scanned.size).toBe(1);
});

test("partitions are split, never joined", async () => {
  for (const wanted of [8, 48, 2_048]) {
    await expect(repartition(owner(), wanted)).rejects.toMatchObject({
      code: "BAD_PARTITION_COUNT",
      place: { value: wanted },
    });
  }
});
