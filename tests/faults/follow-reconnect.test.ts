import { expect, test, vi } from "vitest";
import { append } from "../../src/log/append.ts";
import { followLog } from "../../src/log/follow.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { trial } from "../events/given-events.ts";
import { givenLog, headOf } from "../log/given-log.ts";

const log = givenLog();

test("a follower whose connection is cut again and again listens anew, and uses up no connections", async () => {
  const pool = createPool(log.url, "worker", { max: 3 });
  let seen = 0;
  const follower = followLog(
    pool,
    async () => {
      seen = await headOf(pool);
    },
    () => {},
  );
  const listeners = async () =>
    (
      await log
        .pool("migrator")
        .query<{ pid: number }>(
          "select pid from pg_stat_activity where application_name = 'saddlepoint-worker' and query like 'listen%' and datname = current_database()",
        )
    ).rows;
  try {
    for (let cut = 0; cut < 5; cut++) {
      await vi.waitFor(async () => expect(await listeners()).toHaveLength(1), { timeout: 5_000 });
      await log
        .pool("migrator")
        .query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'saddlepoint-worker' and datname = current_database()",
        );
      await append(log.pool("ingest"), [trial("A", 1, cut + 1)]);
      await vi.waitFor(() => expect(seen).toBe(cut + 1), { timeout: 5_000 });
    }
    expect(pool.totalCount).toBeLessThanOrEqual(2);
  } finally {
    await follower.stop();
    // Hangs where a connection was never given back.
    await pool.end();
  }
});
