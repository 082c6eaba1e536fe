import type pg from "pg";
import { type Place, SaddlepointError } from "../errors.ts";
import { addressOf } from "../events/address.ts";
import { eventTypes } from "../events/event-types.ts";
import type { NewEvent } from "../events/new-event.ts";
import { parseEvent } from "../events/parse-event.ts";
import { validateEvent } from "../events/validate.ts";
import { textLines } from "../formats/ndjson/lines.ts";
import { append } from "../log/append.ts";
import { appendBulk, type EventChunk } from "../log/append-bulk.ts";

export interface NdjsonOptions {
  /** Who appends, where a line does not say. */
  readonly actor: string;
  /** Labs whose events are taken; those of any other are refused. Null, or left out: all. */
  readonly labs?: readonly string[] | null;
  /** False for bytes that are gone once they were read. By default true. */
  readonly canReopen?: boolean;
  readonly place?: Place;
}

/** What became of a batch of lines. */
export interface AppendedLines {
  readonly appended: number;
  readonly alreadyThere: number;
  /** Position of the last event that this batch appended; null when it held nothing new. */
  readonly lastPosition: number | null;
  /** One position a line, for a batch of at most SMALL_BATCH events and CHUNK_BYTES bytes; null for a larger one. */
  readonly positions: readonly number[] | null;
}

/** Batches up to this size, a rig's, go in one round trip and get each event's position back. */
const SMALL_BATCH = 500;
const CHUNK_EVENTS = 500;
/** Of text, which the events of a chunk are about as large as: two chunks lie in memory. */
const CHUNK_BYTES = 4 * 2 ** 20;

/**
 * Appends events that come one a line, all or none; any number of them, in bounded memory.
 *
 * @param open gives the bytes from their beginning; called once where they cannot be opened again
 * @throws SaddlepointError with the line that is at fault; NO_EVENTS for a batch without any; as appendBulk does
 */
export async function appendNdjson(
  pool: pg.Pool,
  open: () => AsyncIterable<Buffer>,
  options: NdjsonOptions,
): Promise<AppendedLines> {
  const chunks = parsedChunks(open(), options);
  const first = await chunks.next();
  if (first.done) {
    throw new SaddlepointError(
      "NO_EVENTS",
      "the batch holds no events",
      "Send one JSON object a line.",
      options.place,
    );
  }
  const second = await chunks.next();
  if (second.done && first.value.events.length <= SMALL_BATCH) return await appendSmall(pool, first.value);

  let begun = false;
  const result = await appendBulk(
    pool,
    async function* () {
      if (begun) {
        yield* parsedChunks(open(), options);
        return;
      }
      begun = true;
      yield first.value;
      if (!second.done) yield second.value;
      yield* chunks;
    },
    { canReopen: options.canReopen ?? true },
  );
  return { ...result, positions: null };
}

async function appendSmall(pool: pg.Pool, chunk: EventChunk): Promise<AppendedLines> {
  const results = await append(pool, chunk.events, {
    ...(chunk.placeOf === undefined ? {} : { placeOf: chunk.placeOf }),
    ...(chunk.expectedVersions === undefined ? {} : { expectedVersions: chunk.expectedVersions }),
  });
  const fresh = results.filter((result) => !result.alreadyThere);
  return {
    appended: fresh.length,
    alreadyThere: results.length - fresh.length,
    lastPosition: fresh.reduce<number | null>((last, { position }) => Math.max(last ?? 0, position), null),
    positions: results.map((result) => result.position),
  };
}

async function* parsedChunks(
  bytes: AsyncIterable<Buffer>,
  { actor, labs, place }: NdjsonOptions,
): AsyncGenerator<EventChunk> {
  let events: NewEvent[] = [];
  let lines: number[] = [];
  let bytesRead = 0;
  let expectedVersions = new Map<string, number>();
  const chunk = (): EventChunk => {
    const at = lines;
    const full = {
      events,
      placeOf: (i: number): Place => ({ ...place, line: at[i] }),
      ...(expectedVersions.size === 0 ? {} : { expectedVersions: Object.fromEntries(expectedVersions) }),
    };
    events = [];
    lines = [];
    bytesRead = 0;
    expectedVersions = new Map();
    return full;
  };
  for await (const { text, line } of textLines(bytes, place)) {
    const { event, expectedVersion } = parseEvent(text, actor, { ...place, line });
    if (labs && !labs.includes(event.lab)) throw labNotYours(event.lab, labs, { ...place, line });
    if (expectedVersion !== null) {
      // The stream's name is made of parts that must be valid first.
      validateEvent(event, { ...place, line });
      const { stream } = addressOf(eventTypes[event.type].stream, event);
      if ((expectedVersions.get(stream) ?? expectedVersion) !== expectedVersion) {
        throw new SaddlepointError(
          "INVALID_EVENT",
          `expectedVersion is ${expectedVersions.get(stream)} on a line before and ${expectedVersion} here, for stream ${stream}`,
          "Give the version at which the stream stood before the whole batch, once or on every line.",
          { ...place, line, field: "expectedVersion", value: expectedVersion },
        );
      }
      expectedVersions.set(stream, expectedVersion);
    }
    events.push(event);
    lines.push(line);
    bytesRead += text.length;
    if (events.length === CHUNK_EVENTS || bytesRead >= CHUNK_BYTES) yield chunk();
  }
  if (events.length > 0) yield chunk();
}

function labNotYours(lab: string, labs: readonly string[], place: Place): SaddlepointError {
  return new SaddlepointError(
    "LAB_NOT_YOURS",
    `the token appends for ${labs.join(", ")}, not for ${lab}`,
    "Send each lab's events with a token of that lab.",
    { ...place, field: "lab", value: lab },
  );
}
