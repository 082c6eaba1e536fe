import { once } from "node:events";
import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { type Place, SaddlepointError } from "../errors.ts";
import type { NewEvent } from "../events/new-event.ts";
import { validateEvent } from "../events/validate.ts";
import { type BinaryCopyWriter, binaryCopyWriter } from "../postgres/binary-copy.ts";
import { serverFault } from "../postgres/server-fault.ts";
import { requireVersion, twinConflict } from "./append.ts";
import { bulkTurn } from "./bulk-turns.ts";
import { CREATE_STAGING, commitStaged, isLostRace, lostRace, STAGED_COLUMNS } from "./commit.ts";
import { fetchHeads, findKnown, requireSameContent } from "./known-events.ts";
import {
  noteMove,
  type PreparedEvent,
  prepare,
  type SealedEvent,
  type StreamHeads,
  type StreamMove,
  seal,
} from "./seal.ts";
import { actorIds } from "./staff.ts";

/** Some thousands of events that follow one another in the user's material. */
export interface EventChunk {
  readonly events: readonly NewEvent[];
  /** Where event i of this chunk stands, for errors. */
  readonly placeOf?: (i: number) => Place;
  /** Versions at which the caller believes streams to stand before this batch. */
  readonly expectedVersions?: Readonly<Record<string, number>>;
}

export interface BulkResult {
  readonly appended: number;
  readonly alreadyThere: number;
  /** Position of the last event appended; null when there was nothing new. */
  readonly lastPosition: number | null;
}

const PIECE_BYTES = 1 << 17;
const MAX_ATTEMPTS = 5;

export interface BulkOptions {
  /** False for material that is gone once it was read, such as a request's body. By default true. */
  readonly canReopen?: boolean;
}

/**
 * Appends any number of events, all or none, in memory that does not grow with their number: they are checked,
 * hashed and copied into a temporary table without locks, then committed by one statement.
 *
 * An event may stand in the material only once.
 *
 * @param pool of two connections or more; at most half of them append in bulk at a time, others wait
 * @param open reads the material from its beginning; called again when another writer got in between
 * @throws SaddlepointError as append does; LOST_RACE where others keep writing to the same streams
 */
export async function appendBulk(
  pool: pg.Pool,
  open: () => AsyncIterable<EventChunk>,
  options: BulkOptions = {},
): Promise<BulkResult> {
  const canReopen = options.canReopen ?? true;
  const endTurn = await bulkTurn(pool);
  try {
    for (let attempt = 1; ; attempt++) {
      // A first attempt trusts that what goes into streams that do not exist yet is new; if not, the keys tell, and
      // the second finds the place.
      const result = await attemptBulk(pool, open(), attempt > 1 || !canReopen);
      if ("appended" in result) return result;
      if (!canReopen || attempt === MAX_ATTEMPTS) throw lostRace(result.lostTo);
    }
  } catch (error) {
    throw serverFault(error) ?? error;
  } finally {
    endTurn();
  }
}

/** @returns the race's error where another writer got in between */
async function attemptBulk(
  pool: pg.Pool,
  chunks: AsyncIterable<EventChunk>,
  careful: boolean,
): Promise<BulkResult | { readonly lostTo: unknown }> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    return await stageAndCommit(pool, client, chunks, careful);
  } catch (error) {
    if (!isLostRace(error)) {
      if (error instanceof SaddlepointError) throw error;
      broken = error as Error;
      throw await asItIs(client, error);
    }
    await requireNoTwins(client);
    return { lostTo: error };
  } finally {
    await client.query("drop table if exists pg_temp.staged_event").catch((error: Error) => {
      broken ??= error;
    });
    client.release(broken);
  }
}

/**
 * The COPY stream of a connection that breaks off fails in many ways, some of which say nothing of a connection;
 * whether it is still there says it.
 */
async function asItIs(client: pg.PoolClient, error: unknown): Promise<unknown> {
  if (serverFault(error) !== null) return error;
  const alive = await client.query("select 1").then(
    () => true,
    () => false,
  );
  return alive ? error : new Error("Connection terminated while events were copied", { cause: error });
}

async function stageAndCommit(
  pool: pg.Pool,
  client: pg.PoolClient,
  chunks: AsyncIterable<EventChunk>,
  careful: boolean,
): Promise<BulkResult> {
  await client.query(CREATE_STAGING);
  const heads: StreamHeads = new Map();
  const moved = new Map<string, StreamMove>();
  const fresh = new Set<string>();
  const writer = binaryCopyWriter();
  const copy = client.query(copyFrom("copy pg_temp.staged_event from stdin (format binary)"));
  // Without a listener a failing COPY would end the process before the next write sees it.
  const copied = finished(copy);
  copied.catch(() => {});
  let appended = 0;
  let alreadyThere = 0;
  try {
    for await (const chunk of chunks) {
      for (const [i, event] of chunk.events.entries()) validateEvent(event, chunk.placeOf?.(i));
      const actorOf = await actorIds(pool, chunk.events);
      const prepared = chunk.events.map((event) => prepare(event, actorOf(event)));
      await fetchHeads(pool, prepared, heads);
      const known = await knownIn(pool, prepared, heads, fresh, careful, chunk.placeOf);
      for (const [i, event] of prepared.entries()) {
        if (known.has(i)) {
          alreadyThere++;
          continue;
        }
        const versionBefore = moved.get(event.stream)?.versionBefore ?? heads.get(event.stream)?.version ?? 0;
        requireVersion(event.stream, versionBefore, chunk.expectedVersions, chunk.placeOf?.(i));
        const sealed = seal(event, heads);
        noteMove(moved, sealed);
        appended++;
        writeRow(writer, sealed, appended);
      }
      if (writer.pending >= PIECE_BYTES && !copy.write(writer.take())) {
        await Promise.race([once(copy, "drain"), copied]);
      }
    }
    copy.end(writer.end());
    await copied;
  } catch (error) {
    copy.destroy();
    await copied.catch(() => {});
    throw error;
  }
  if (appended === 0) return { appended, alreadyThere, lastPosition: null };
  const base = await commitStaged(client, appended, moved);
  return { appended, alreadyThere, lastPosition: base + appended };
}

/** Indices of the events that the log has; only those are asked about that may be there. */
async function knownIn(
  pool: pg.Pool,
  prepared: readonly PreparedEvent[],
  heads: StreamHeads,
  fresh: Set<string>,
  careful: boolean,
  placeOf: EventChunk["placeOf"],
): Promise<ReadonlySet<number>> {
  const asked: number[] = [];
  for (const [i, event] of prepared.entries()) {
    if (!heads.has(event.stream)) fresh.add(event.stream);
    if (careful || !fresh.has(event.stream)) asked.push(i);
  }
  const known = new Set<number>();
  if (asked.length === 0) return known;
  const found = await findKnown(
    pool,
    asked.map((i) => prepared[i]),
  );
  for (const [k, before] of found) {
    const i = asked[k];
    await requireSameContent(pool, prepared[i], before, placeOf?.(i));
    known.add(i);
  }
  return known;
}

function writeRow(writer: BinaryCopyWriter, sealed: SealedEvent, ordinal: number): void {
  const { event } = sealed;
  writer.row(STAGED_COLUMNS);
  writer.int4(ordinal);
  writer.uuid(sealed.eventId);
  writer.text(event.lab);
  writer.text(sealed.home);
  writer.text(sealed.stream);
  writer.int4(sealed.streamVersion);
  writer.text(event.type);
  writer.int2(event.schemaVersion);
  if (sealed.occurredAt === null) writer.null();
  else writer.timestamp(sealed.occurredAt);
  writer.text(sealed.actor);
  writer.text(event.source);
  writer.text(event.sourceEventId);
  writer.jsonb(sealed.payloadText);
  if (sealed.samples === null) writer.null();
  else writer.bytes(sealed.samples);
  writer.bytes(sealed.contentHash);
  writer.bytes(sealed.previousHash);
  writer.bytes(sealed.hash);
}

/** @throws SaddlepointError DUPLICATE_IN_BATCH where the staged events hold an id twice */
async function requireNoTwins(client: pg.PoolClient): Promise<void> {
  const twins = await client.query<{ source: string; source_event_id: string }>(
    `select source, source_event_id from pg_temp.staged_event
     group by lab, source, source_event_id having count(*) > 1 limit 1`,
  );
  for (const { source, source_event_id } of twins.rows) throw twinConflict(source, source_event_id);
}
