import { sql } from "kysely";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/read/database.ts";
import { givenRows, isAmong } from "../../src/read/keys.ts";
import { givenLog } from "../log/given-log.ts";

const log = givenLog();
const db = () => openDatabase(log.pool("migrator"));

test.each([[["b"]], [["b", "c"]], [[]]])("of texts %j those rows are found that there are", async (keys) => {
  const { rows } = await sql<{ x: string }>`
    select x from (values ('a'), ('b'), ('c')) t(x) where ${isAmong("x", keys)} order by x`.execute(db());
  expect(rows.map(({ x }) => x)).toEqual(keys);
});

test.each([[[2]], [[2, 3]], [[]]])("of numbers %j too", async (keys) => {
  const { rows } = await sql<{ x: number }>`
    select x from (values (1::bigint), (2), (3)) t(x) where ${isAmong("x", keys, "bigint")} order by x`.execute(
    db(),
  );
  expect(rows.map(({ x }) => x)).toEqual(keys);
});

test.each([1, 2, 3])("%i rows come back as they were given, numbered", async (n) => {
  const given = [
    { home: "a", n: 1, site: null },
    { home: "b'", n: -2, site: "s" },
    { home: "", n: 3, site: "" },
  ].slice(0, n);
  const { rows } = await sql`
    select k.home, k.n, k.site, k.request::int as request from ${givenRows({
      home: ["text", given.map((row) => row.home)],
      n: ["int", given.map((row) => row.n)],
      site: ["text", given.map((row) => row.site)],
    })} order by k.request`.execute(db());
  expect(rows).toEqual(given.map((row, i) => ({ ...row, request: i + 1 })));
});
