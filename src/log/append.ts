import type pg from "pg";
import { type Place, SaddlepointError } from "../errors.ts";
import type { NewEvent } from "../events/new-event.ts";
import { validateEvent } from "../events/validate.ts";
import { serverFault } from "../postgres/server-fault.ts";
import { commitArrays, isLostRace, lostRace } from "./commit.ts";
import { fetchHeads, findKnown, type KnownEvent, requireSameContent } from "./known-events.ts";
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

/** What became of one event. */
export interface Appended {
  readonly position: number;
  /** True where the log had it already; then the position is the original one. */
  readonly alreadyThere: boolean;
}

export interface AppendOptions {
  /** Versions at which the caller believes streams to stand; refused where one has moved on. */
  readonly expectedVersions?: Readonly<Record<string, number>>;
  /** Where event i stands in the user's material, for errors. */
  readonly placeOf?: (i: number) => Place;
}

/** How many times an append that lost a race is tried again before it is given up. */
const MAX_ATTEMPTS = 20;

/**
 * Appends a few events, all or none; in one round trip where this process alone writes to their streams. For
 * files use appendBulk.
 *
 * @returns one result an event, in order
 * @throws SaddlepointError INVALID_EVENT and its kin; EVENT_CONTENT_CONFLICT where an id is known with another
 *   content; STREAM_VERSION_CONFLICT where a stream is not at its expected version; LOST_RACE where others keep
 *   writing to the same streams; SERVER_UNREACHABLE, DISK_FULL and their kin where the server is at fault
 */
export async function append(
  pool: pg.Pool,
  events: readonly NewEvent[],
  options: AppendOptions = {},
): Promise<readonly Appended[]> {
  for (const [i, event] of events.entries()) validateEvent(event, options.placeOf?.(i));
  const actorOf = await actorIds(pool, events).catch((error: unknown) => {
    throw serverFault(error) ?? error;
  });
  const prepared = events.map((event) => prepare(event, actorOf(event)));
  const remembered = rememberedHeads(pool);
  for (let attempt = 1; ; attempt++) {
    // A first attempt trusts that streams stand where this process left them and that the events are new, and so
    // needs no question; where either is wrong, the commit refuses it.
    const trusted =
      attempt === 1 && options.expectedVersions === undefined ? headsOf(prepared, remembered) : null;
    try {
      return await tryAppend(pool, prepared, options, trusted, remembered);
    } catch (error) {
      for (const { stream } of prepared) remembered.delete(stream);
      if (!isLostRace(error)) throw serverFault(error) ?? error;
      if (attempt === MAX_ATTEMPTS) throw lostRace(error);
    }
  }
}

const headsByPool = new WeakMap<pg.Pool, StreamHeads>();
const MAX_REMEMBERED = 10_000;

/** Where this process left the streams that it appended to last. */
function rememberedHeads(pool: pg.Pool): StreamHeads {
  const heads = headsByPool.get(pool) ?? new Map();
  if (heads.size > MAX_REMEMBERED) heads.clear();
  headsByPool.set(pool, heads);
  return heads;
}

/** The remembered heads of all these events' streams; null where one is not remembered. */
function headsOf(prepared: readonly PreparedEvent[], remembered: StreamHeads): StreamHeads | null {
  const heads: StreamHeads = new Map();
  for (const { stream } of prepared) {
    const head = remembered.get(stream);
    if (head === undefined) return null;
    heads.set(stream, head);
  }
  return heads;
}

async function tryAppend(
  pool: pg.Pool,
  prepared: readonly PreparedEvent[],
  options: AppendOptions,
  trusted: StreamHeads | null,
  remembered: StreamHeads,
): Promise<readonly Appended[]> {
  const heads: StreamHeads = trusted ?? new Map();
  const [known] =
    trusted === null
      ? await Promise.all([findKnown(pool, prepared), fetchHeads(pool, prepared, heads)])
      : [new Map<number, KnownEvent>()];
  const results: (Appended | number)[] = [];
  const fresh: PreparedEvent[] = [];
  const firstByKey = new Map<string, number>();

  for (const [i, event] of prepared.entries()) {
    const before = known.get(i);
    if (before !== undefined) {
      await requireSameContent(pool, event, before, options.placeOf?.(i));
      results.push({ position: before.position, alreadyThere: true });
      continue;
    }
    const key = JSON.stringify([event.event.lab, event.event.source, event.event.sourceEventId]);
    const twin = firstByKey.get(key);
    if (twin === undefined) {
      const version = heads.get(event.stream)?.version ?? 0;
      requireVersion(event.stream, version, options.expectedVersions, options.placeOf?.(i));
      firstByKey.set(key, fresh.length);
      results.push(fresh.length);
      fresh.push(event);
    } else {
      if (!fresh[twin].contentHash.equals(event.contentHash))
        throw placed(twinConflict(event.event.source, event.event.sourceEventId), options.placeOf?.(i));
      results.push(twin);
    }
  }
  if (fresh.length === 0) return results as Appended[];

  const moved = new Map<string, StreamMove>();
  const sealed: SealedEvent[] = fresh.map((event) => {
    const done = seal(event, heads);
    noteMove(moved, done);
    return done;
  });
  const base = await commitArrays(pool, sealed, moved);
  for (const [stream, { home, version, hash }] of moved) remembered.set(stream, { home, version, hash });
  const seen = new Set<number>();
  return results.map((result) => {
    if (typeof result !== "number") return result;
    const alreadyThere = seen.has(result);
    seen.add(result);
    return { position: base + result + 1, alreadyThere };
  });
}

/**
 * Asked of new events only: those that the log has already are no news to anybody's version.
 *
 * @param actual the stream's version before the batch
 * @param place where the new event stands
 * @throws SaddlepointError STREAM_VERSION_CONFLICT
 */
export function requireVersion(
  stream: string,
  actual: number,
  expected: Readonly<Record<string, number>> | undefined,
  place: Place = {},
): void {
  // A stream may be named like a member that every object inherits.
  if (expected === undefined || !Object.hasOwn(expected, stream)) return;
  const version = expected[stream];
  if (version === actual) return;
  throw new SaddlepointError(
    "STREAM_VERSION_CONFLICT",
    `stream ${stream} is at version ${actual}, not ${version}`,
    "Read what was appended since, decide anew, and append with the version you saw.",
    { ...place, field: "expectedVersion", value: version },
  );
}

export function twinConflict(source: string, sourceEventId: string): SaddlepointError {
  return new SaddlepointError(
    "DUPLICATE_IN_BATCH",
    `two events of this batch have the id ${sourceEventId} of source ${source}`,
    "Give every event of a source its own sourceEventId, and send each once.",
    { field: "sourceEventId", value: sourceEventId },
  );
}

export function placed(error: SaddlepointError, place: Place | undefined): SaddlepointError {
  if (place === undefined) return error;
  return new SaddlepointError(error.code, error.message, error.remedy, { ...error.place, ...place });
}
