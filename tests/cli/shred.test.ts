import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { append } from "../../src/log/append.ts";
import { appendBulk } from "../../src/log/append-bulk.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { subjectRegistered, trials } from "../events/given-events.ts";
import { givenLog, loggedRows } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();
const folder = mkdtempSync(join(tmpdir(), "saddlepoint-shred-"));
const checkpoint = join(folder, "before.json");
const run = (...args: readonly string[]) => {
  vi.stubEnv("SADDLEPOINT_SIGNING_KEY_FILE", join(folder, "key"));
  return saddlepoint(log.url, ...args);
};
const ANN = "Ann Example";

beforeAll(async () => {
  const ingest = log.pool("ingest");
  const by = (actor: string, lab = "lab") => ({ actor, lab });
  await append(ingest, [subjectRegistered("A", {}, by(ANN)), subjectRegistered("B", {}, by("Bo Sample"))]);
  await appendBulk(ingest, async function* () {
    yield { events: trials("A", 1, 1, 30).map((event) => ({ ...event, actor: ANN })) };
  });
  await append(ingest, [subjectRegistered("A", {}, by(ANN, "other"))]);
  await run("log", "checkpoint", "--out", checkpoint);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Staff {
  readonly staff: readonly { readonly actor: string; readonly lab: string; readonly name: string | null }[];
}
const staff = async () => (await run("shred", "--json")).json<Staff>().staff;

test("an event carries an id that says nothing; its name is one for a lab and lies apart", async () => {
  expect((await staff()).map(({ lab, name }) => [lab, name])).toEqual([
    ["lab", ANN],
    ["lab", "Bo Sample"],
    ["other", ANN],
  ]);
  const actors = new Set((await loggedRows(log.pool("migrator"))).map(({ actor }) => actor));
  expect(actors).toEqual(new Set((await staff()).map(({ actor }) => actor)));
  const shown = await run("log", "show", "--stream", "lab/study/A/1", "--limit", "1");
  expect(shown.stdout).toContain(`by ${ANN}`);
});

test("many writers who name somebody for the first time at once agree on the id", async () => {
  const pools = Array.from({ length: 6 }, () => createPool(log.url, "ingest", { max: 1 }));
  await Promise.all(
    pools.map((pool, i) => append(pool, [subjectRegistered(`many${i}`, {}, { actor: "Cy Instance" })])),
  );
  await Promise.all(pools.map((pool) => pool.end()));
  expect((await staff()).filter(({ name }) => name === "Cy Instance")).toHaveLength(1);
});

test("without --yes nothing is changed", async () => {
  const tried = await run("shred", "--name", ANN, "--lab", "lab", "--json");
  expect(tried.json()).toMatchObject({ shredded: false, nEvents: 31, staff: [{ lab: "lab", name: ANN }] });
  expect((await staff()).filter(({ name }) => name === ANN)).toHaveLength(2);
});

test("a shredded name is nowhere in the database, and all that was signed holds", async () => {
  const [{ actor }] = await staff();
  // Somebody who still sees what was there before.
  const onlooker = await log.pool("reader", 1).connect();
  onTestFinished(() => onlooker.release());
  await onlooker.query("begin isolation level repeatable read");
  await onlooker.query("select count(*) from log.event");
  const done = await run("shred", "--name", ANN, "--yes", "--json");
  expect(done.json()).toMatchObject({ shredded: true, nEvents: 32 });
  expect((await staff()).map(({ name }) => name)).toEqual([null, "Bo Sample", null, "Cy Instance"]);

  const verified = await run("verify", "--checkpoint", checkpoint, "--json");
  expect(verified.json()).toMatchObject({ isSound: true, findings: [] });
  const shown = await run("log", "show", "--stream", "lab/study/A/1", "--limit", "1");
  expect(shown.stdout).toContain(`by ${actor}`);

  const owner = log.pool("migrator");
  await owner.query("checkpoint");
  const { rows } = await owner.query<{ table: string; found: number }>(
    `select c.oid::regclass::text as table, position($1::bytea in pg_read_binary_file(pg_relation_filepath(c.oid))) as found
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('log', 'projection', 'derived') and c.relkind in ('r', 'i', 't')`,
    [Buffer.from(ANN)],
  );
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter(({ found }) => found > 0)).toEqual([]);
  await onlooker.query("commit");
});

test("who is named so again is somebody new; who is not there cannot be shredded", async () => {
  const fresh = createPool(log.url, "ingest", { max: 1 });
  await append(fresh, [subjectRegistered("again", {}, { actor: ANN })]);
  await fresh.end();
  const [before, now] = [(await staff())[0], (await staff()).at(-1)];
  expect(now?.name).toBe(ANN);
  expect(now?.actor).not.toBe(before.actor);
  const none = await run("shred", "--name", "Nobody", "--yes", "--json");
  expect(none).toMatchObject({ code: 1 });
  expect(none.json()).toMatchObject({ error: { code: "NO_SUCH_STAFF", value: "Nobody" } });
  expect((await run("shred", "--actor", before.actor)).code).toBe(1);
});

test.each([[["--yes"]], [["--lab", "lab"]], [["--name", "a", "--actor", "b"]]])(
  "%j alone is wrong usage",
  async (args) => {
    expect((await run("shred", ...args)).code).toBe(2);
  },
);
