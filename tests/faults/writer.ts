/**
 * A writer in a process of its own, to be killed: `writer.ts URL NAME FIRST`. Appends its batches from number FIRST on,
 * in order, each until it is acknowledged, and prints each acknowledgement as a line of JSON.
 */
import { SaddlepointError } from "../../src/errors.ts";
import { append } from "../../src/log/append.ts";
import { appendBulk } from "../../src/log/append-bulk.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { serverFault } from "../../src/postgres/server-fault.ts";
import { type Batch, batchOf } from "./batches.ts";

/** What a writer says of a batch that is in the log. */
export interface Acknowledgement {
  readonly batch: number;
  /** One an event; null for bulk. */
  readonly positions: readonly number[] | null;
  readonly lastPosition: number | null;
}

async function deliver({ number, isBulk, events }: Batch): Promise<Acknowledgement> {
  if (!isBulk) {
    const positions = (await append(pool, events)).map((result) => result.position);
    return { batch: number, positions, lastPosition: positions.at(-1) ?? null };
  }
  const { lastPosition } = await appendBulk(pool, async function* () {
    for (let i = 0; i < events.length; i += 100) yield { events: events.slice(i, i + 100) };
  });
  return { batch: number, positions: null, lastPosition };
}

const [, , url = "", name = "", first = "0"] = process.argv;
const pool = createPool(url, "ingest", { max: 3 });
for (let number = Number(first); ; ) {
  try {
    const acknowledged = await deliver(batchOf(name, number));
    process.stdout.write(`${JSON.stringify(acknowledged)}\n`);
    number++;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
  } catch (error) {
    // The server was killed: its error must be one that tells a user so. Anything else ends the writer.
    const fault = error instanceof SaddlepointError ? error : serverFault(error);
    if (fault?.code !== "SERVER_UNREACHABLE") throw error;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
