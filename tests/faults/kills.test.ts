import { resolve } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { planRuns } from "../../src/analyses/plan.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { projectionLag, rebuildProjections } from "../../src/projections/rebuild.ts";
import { openDatabase } from "../../src/read/database.ts";
import { seededRandom } from "../../src/science/random.ts";
import { type OwnServer, startOwnServer } from "../support/own-server.ts";
import { type Program, startProgram, startSaddlepoint } from "../support/program.ts";
import { expectSoundLog } from "../support/sound-log.ts";
import { batchOf } from "./batches.ts";
import type { Acknowledgement } from "./writer.ts";

/*
 * kill -9 of a writer, of the worker and of PostgreSQL, at random moments, over and over, with durability on. The
 * moments differ from run to run with the machine's load; who is killed in which order is fixed by the seed.
 */
const KILLS = process.env.TEST_FULL === "1" ? 100 : 10;
const SEED = 20_260_303;
const WRITERS = ["w1", "w2"];

let server: OwnServer;
let pool: pg.Pool;
const acknowledged = new Map<string, Acknowledgement[]>(WRITERS.map((name) => [name, []]));
const writers = new Map<string, Program>();
let worker: Program;

beforeAll(async () => {
  server = await startOwnServer();
  pool = createPool(server.url, "migrator", { max: 4 });
});
afterAll(async () => {
  for (const program of [...writers.values(), worker]) await program?.kill();
  await pool?.end();
  await server?.stop();
});

const acknowledgementsOf = (name: string) => acknowledged.get(name) ?? [];

/** A writer goes on behind the last batch that was acknowledged: the one that was under way is sent again. */
function startWriter(name: string): void {
  const next = (acknowledgementsOf(name).at(-1)?.batch ?? -1) + 1;
  const script = resolve(import.meta.dirname, "writer.ts");
  writers.set(
    name,
    startProgram(process.execPath, [script, server.url, name, String(next)], {
      onLine: (line) => acknowledgementsOf(name).push(JSON.parse(line)),
    }),
  );
}

function startWorker(): void {
  worker = startSaddlepoint(["up", "--worker", "--concurrency", "1", "--debounce", "0.3", "--json"], {
    env: { DATABASE_URL: server.url },
  });
}

/** A worker that is up stays up. One that found no server when it started has said so, and is started again. */
function expectWorker(): void {
  if (worker.exitCode() === null) return;
  const said = worker.stderr.slice(-20).join("\n");
  expect(worker.stdout.join(""), said).not.toContain("worker");
  expect(said).toContain("error SERVER_UNREACHABLE");
  startWorker();
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

test(`after ${KILLS} kills every acknowledged event is there once, at its position, and all is derived`, async () => {
  const random = seededRandom(SEED);
  for (const name of WRITERS) startWriter(name);
  startWorker();
  await vi.waitFor(() => expect(acknowledgementsOf("w2").length).toBeGreaterThan(3), { timeout: 20_000 });
  const killed = { writer: 0, worker: 0, postgres: 0 };
  for (let kill = 0; kill < KILLS; kill++) {
    await pause(50 + random.uniform() * 900);
    const victim = (["writer", "worker", "postgres"] as const)[kill < 3 ? kill : random.integer(3)];
    killed[victim]++;
    if (victim === "writer") {
      const name = WRITERS[random.integer(WRITERS.length)];
      await writers.get(name)?.kill();
      startWriter(name);
    } else if (victim === "worker") {
      await worker.kill();
      startWorker();
    } else {
      server.kill();
      await pause(random.uniform() * 300);
      await server.restart();
    }
    // Nobody falls over because another was killed.
    for (const [name, writer] of writers) {
      expect(writer.exitCode(), `writer ${name}: ${writer.stderr.join("\n")}`).toBeNull();
    }
    expectWorker();
  }
  // All writers get through once more, then they are killed too: their last batch may be there or not.
  const before = WRITERS.map((name) => acknowledgementsOf(name).length);
  await vi.waitFor(
    () => {
      expectWorker();
      for (const [i, name] of WRITERS.entries()) {
        expect(acknowledgementsOf(name).length).toBeGreaterThan(before[i] + 2);
      }
    },
    { timeout: 30_000 },
  );
  for (const writer of writers.values()) await writer.kill();

  await expectSoundLog(pool);
  for (const name of WRITERS) await expectBatches(name);

  // The worker projects the log to its end and derives all subjects' newest state, whatever was under way when it or
  // the server died.
  const { subjects } = await vi.waitFor(
    async () => {
      expectWorker();
      const { position, head } = await projectionLag(pool);
      expect(position).toBe(head);
      expect(await planRuns(openDatabase(pool), { timing: "change" })).toEqual([]);
      const { rows } = await pool.query<{ subjects: number; derived: number }>(
        `select (select count(*) from projection.subject where to_position is null) as subjects,
                (select count(distinct home) from derived.current_run where analysis = 'session-measures') as derived`,
      );
      expect(rows[0].subjects).toBeGreaterThan(0);
      expect(rows[0].derived).toBe(rows[0].subjects);
      return rows[0];
    },
    { timeout: 240_000, interval: 500 },
  );
  await worker.stop();
  await catchUp(pool);
  const blocked = await pool.query("select stream, message from projection.blocked_stream");
  expect(blocked.rows).toEqual([]);
  const rebuilt = await rebuildProjections(pool);
  expect(rebuilt.same).toBe(true);
  const events = rebuilt.position;
  console.log(
    `kills: ${killed.writer} of a writer, ${killed.worker} of the worker, ${killed.postgres} of PostgreSQL; ${events} events acknowledged once, ${subjects} subjects derived, digest ${rebuilt.digestAfter.slice(0, 12)} equal to a rebuild`,
  );
}, 900_000);

/** Each batch that was acknowledged is there as it was sent, at the positions that were said, and nothing else is. */
async function expectBatches(name: string): Promise<void> {
  const { rows } = await pool.query<{ source_event_id: string; position: number; type: string }>(
    `select source_event_id, position, type from log.event
     where home like $1 or source_event_id like $2 or source_event_id like $3`,
    [`lab/study/${name}-%`, `shared:${name}/%`, `change:${name}/%`],
  );
  const positions = new Map(rows.map((row) => [row.source_event_id, row.position]));
  expect(positions.size).toBe(rows.length);
  const said = acknowledgementsOf(name);
  expect(said.map((each) => each.batch)).toEqual(said.map((_, i) => i));
  let count = 0;
  for (const { batch, positions: told } of said) {
    const { events } = batchOf(name, batch);
    count += events.length;
    const there = events.map((event) => positions.get(event.sourceEventId));
    if (told === null)
      expect(
        there.every((position) => position !== undefined),
        `batch ${batch}`,
      ).toBe(true);
    else expect(there, `batch ${batch}`).toEqual(told);
  }
  // Beyond them only the batch that was under way at the last kill, whole or not at all.
  const last = batchOf(name, said.length).events;
  expect([count, count + last.length]).toContain(rows.length);
}
