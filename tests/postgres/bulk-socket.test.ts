import { afterAll, beforeAll, expect, test } from "vitest";
import { copyOut } from "../../src/log/copy-out.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { createTestDatabase, type TestDatabase } from "../setup/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Rows of very different lengths, many of them longer than what is read at a time. */
const ROWS = `select n, repeat(chr(97 + n % 26), (n * 7919) % 200000) as text from generate_series(1, 60) n order by n`;

test("what comes over a bulk socket is what comes over any, before, within and behind a COPY", async () => {
  const plain = createPool(database.url, "migrator", { max: 1 });
  const bulk = createPool(database.url, "migrator", { max: 1, bulk: true });
  const expected = (await plain.query(ROWS)).rows;
  const client = await bulk.connect();
  const copied = async (): Promise<string> => {
    let text = "";
    await copyOut(client, `copy (${ROWS}) to stdout`, (bytes, from, to) => {
      text += bytes.toString("latin1", from, to);
      // What was looked at is kept by nobody.
      bytes.fill(0, from, to);
    });
    return text;
  };
  const lines = expected.map(({ n, text }) => `${n}\t${text}\n`).join("");
  for (let again = 0; again < 3; again++) {
    // The rows of an answer are held while the next one's are read.
    const [one, other] = [await client.query(ROWS), await client.query("select 1 as one")];
    expect(await copied()).toBe(lines);
    expect(one.rows).toEqual(expected);
    expect(other.rows).toEqual([{ one: 1 }]);
  }
  const failing = copyOut(
    client,
    "copy (select 1 / (900 - n) from generate_series(1, 999) n) to stdout",
    () => {},
  );
  await expect(failing).rejects.toThrow("division by zero");
  expect((await client.query(ROWS)).rows).toEqual(expected);
  client.release();
  await Promise.all([plain.end(), bulk.end()]);
});

test("a bulk connection that the server ends says so", async () => {
  const bulk = createPool(database.url, "migrator", { max: 1, bulk: true });
  const client = await bulk.connect();
  const ended = copyOut(
    client,
    "copy (select pg_terminate_backend(pg_backend_pid()) from generate_series(1, 2)) to stdout",
    () => {},
  );
  await expect(ended).rejects.toThrow();
  client.release(true);
  expect((await bulk.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await bulk.end();
});
