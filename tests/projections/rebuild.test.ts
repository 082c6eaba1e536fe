import { expect, test } from "vitest";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { digestProjections } from "../../src/projections/digest.ts";
import { rebuildProjections } from "../../src/projections/rebuild.ts";
import { subjectRegistered, trial, trials } from "../events/given-events.ts";
import { givenLog, headOf } from "../log/given-log.ts";

const log = givenLog();
const owner = () => log.pool("migrator", 6);
const digest = async () => (await digestProjections(log.pool("reader"))).digest;

test("a rebuild makes from the log alone what was live, and again the same", async () => {
  await append(log.pool("ingest"), [subjectRegistered("A", { sex: "male" }), ...trials("A", 1, 1, 30)]);
  await catchUp(log.pool("worker"));
  const live = await digest();
  const first = await rebuildProjections(owner());
  expect(first).toEqual({ position: 31, digestBefore: live, digestAfter: live, same: true });
  expect(await rebuildProjections(owner())).toEqual(first);
  expect(await digest()).toBe(live);
});

test("a rebuild of projections that lag behind the log brings them level", async () => {
  await append(log.pool("ingest"), trials("B", 1, 1, 10));
  const rebuilt = await rebuildProjections(owner());
  expect(rebuilt).toMatchObject({ position: await headOf(log.pool("reader")), same: true });
  expect(await catchUp(log.pool("worker"))).toBe(rebuilt.position);
  expect(await digest()).toBe(rebuilt.digestAfter);
});

test("a row that was tampered with is found out, and right again afterwards", async () => {
  const right = await digest();
  await owner().query(
    "update projection.trial set choice = -choice where home = 'lab/study/A' and trial = 3",
  );
  const rebuilt = await rebuildProjections(owner());
  expect(rebuilt.same).toBe(false);
  expect(rebuilt.digestBefore).not.toBe(right);
  expect(rebuilt.digestAfter).toBe(right);
  expect(await digest()).toBe(right);
});

test("rebuilds while a writer appends and a projector catches up lose nothing", async () => {
  let writing = true;
  const write = (async () => {
    for (let i = 1; i <= 60; i++) await append(log.pool("ingest"), [trial("C", 1, i), trial(`D${i}`, 1, 1)]);
    writing = false;
  })();
  const project = (async () => {
    while (writing) await catchUp(log.pool("worker"));
  })();
  const rebuilds = [];
  while (writing) rebuilds.push(await rebuildProjections(owner()));
  await Promise.all([write, project]);
  expect(rebuilds.length).toBeGreaterThan(0);
  for (const rebuilt of rebuilds) expect(rebuilt.same).toBe(true);
  await catchUp(log.pool("worker"));
  expect(await rebuildProjections(owner())).toMatchObject({
    position: await headOf(log.pool("reader")),
    same: true,
  });
  const { rows } = await log
    .pool("reader")
    .query<{ n: number }>(
      "select count(*) as n from projection.trial where home = 'lab/study/C' or home like 'lab/study/D%'",
    );
  expect(rows[0].n).toBe(120);
});

test("two rebuilds at once take turns", async () => {
  const rebuilds = await Promise.all([rebuildProjections(owner()), rebuildProjections(owner())]);
  expect(rebuilds[0]).toEqual(rebuilds[1]);
  expect(rebuilds[0].same).toBe(true);
});

test("what a rebuild leaves behind is the live projections alone, with the privileges that they had", async () => {
  const { rows } = await owner().query<{ name: string }>(
    "select nspname as name from pg_namespace where nspname like 'projection%'",
  );
  expect(rows).toEqual([{ name: "projection" }]);
  await expect(log.pool("reader").query("delete from projection.trial")).rejects.toMatchObject({
    code: "42501",
  });
  await append(log.pool("ingest"), [trial("E", 1, 1)]);
  expect(await catchUp(log.pool("worker"))).toBe(await headOf(log.pool("reader")));
});

test("a rebuilt schema has the indexes that a migrated one has, none of them on its own", async () => {
  const indexes = async () =>
    (
      await owner().query(
        `select i.relname as index, pg_get_indexdef(i.oid) as definition, p.inhparent::regclass::text as part_of
         from pg_class i left join pg_inherits p on p.inhrelid = i.oid
         where i.relnamespace = 'projection'::regnamespace and i.relkind in ('i', 'I')
         order by 1`,
      )
    ).rows;
  const before = await indexes();
  await append(log.pool("ingest"), [
    trial("E", 1, 1),
    {
      ...trial("E", 1, 1),
      type: "TrialAmended",
      sourceEventId: "amended:E/1/1",
      payload: { trial: 1, reason: "looked again", changes: { choice: "left" } },
    },
    trial("E", 1, 2),
  ]);
  await catchUp(log.pool("worker"));
  expect(await rebuildProjections(owner())).toMatchObject({ same: true });
  expect(before.length).toBeGreaterThan(30);
  expect(await indexes()).toEqual(before);
});

test("an abandoned rebuild does not stand in the way of the next", async () => {
  await owner().query("select log.define_projections('projection_next')");
  expect(await rebuildProjections(owner())).toMatchObject({ same: true });
});

test("poison events among those of many subjects block the same streams at the same events as they did live", async () => {
  const subjects = Array.from({ length: 24 }, (_, i) => `P${i}`);
  const blocked = async () =>
    (
      await owner().query(
        "select stream, stream_version, position from projection.blocked_stream order by position",
      )
    ).rows;
  for (let number = 1; number <= 3; number++) {
    for (const subject of subjects) await append(log.pool("ingest"), [trial(subject, 1, number)]);
  }
  // Every third subject's trial 2 comes again from another source, and more of it and of all others behind that.
  const poisoned = subjects.filter((_, i) => i % 3 === 1);
  for (const subject of poisoned)
    await append(log.pool("ingest"), [{ ...trial(subject, 1, 2), source: "other" }]);
  for (const subject of subjects) await append(log.pool("ingest"), [trial(subject, 1, 4)]);
  await catchUp(log.pool("worker"));
  const live = await blocked();
  expect(live.map(({ stream }) => stream)).toEqual(poisoned.map((subject) => `lab/study/${subject}/1`));
  expect(await rebuildProjections(owner())).toMatchObject({ same: true });
  expect(await blocked()).toEqual(live);
});
