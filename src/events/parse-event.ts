import { type Place, SaddlepointError } from "../errors.ts";
import { eventTypes, isEventType } from "./event-types.ts";
import { invalidEvent, shortened } from "./invalid-event.ts";
import type { NewEvent } from "./new-event.ts";
import { jsonFault } from "./strict-json.ts";

/** An event as it stands in a line of NDJSON, and what its sender believes of its stream. */
export interface ParsedEvent {
  readonly event: NewEvent;
  /** Version at which the sender believes the stream to stand before this batch. */
  readonly expectedVersion: number | null;
}

/** Members of a line: those of NewEvent, and expectedVersion. */
const MEMBERS = [
  "type",
  "schemaVersion",
  "lab",
  "project",
  "subject",
  "session",
  "source",
  "sourceEventId",
  "occurredAt",
  "actor",
  "payload",
  "samples",
  "expectedVersion",
] as const;

type Member = (typeof MEMBERS)[number];

const MAX_DEPTH = 16;

/**
 * Reads one line of NDJSON. What the contract of the event's type says is for validateEvent; here only the
 * envelope's own form is checked.
 *
 * `schemaVersion` is the newest unless given, `occurredAt` null, `actor` the caller's. `samples` are base64 of
 * little-endian float32, or an array of numbers.
 *
 * @throws SaddlepointError INVALID_JSON, INVALID_EVENT
 */
export function parseEvent(line: string, actor: string, place: Place = {}): ParsedEvent {
  const fault = jsonFault(line, MAX_DEPTH);
  if (fault !== null) throw invalidJson(fault, place);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw invalidJson(error instanceof Error ? error.message : String(error), place);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalidJson("an event is an object", place);
  }
  const given = value as Partial<Record<Member, unknown>>;
  for (const key of Object.keys(given)) {
    if (!(MEMBERS as readonly string[]).includes(key)) {
      throw invalidEvent(
        key,
        undefined,
        "is no member of an event",
        `Members are ${MEMBERS.join(", ")}.`,
        place,
      );
    }
  }
  const type = given.type;
  if (typeof given.payload !== "object" || given.payload === null || Array.isArray(given.payload)) {
    throw invalidEvent(
      "payload",
      given.payload,
      "must be an object",
      "See schema/events for each type's payload.",
      place,
    );
  }
  const event = {
    type,
    schemaVersion: given.schemaVersion ?? (isEventType(type) ? eventTypes[type].version : 1),
    lab: given.lab,
    ...(given.project === undefined ? {} : { project: given.project }),
    ...(given.subject === undefined ? {} : { subject: given.subject }),
    ...(given.session === undefined ? {} : { session: given.session }),
    source: given.source,
    sourceEventId: given.sourceEventId,
    occurredAt: given.occurredAt ?? null,
    actor: given.actor ?? actor,
    payload: given.payload,
    ...(given.samples === undefined ? {} : { samples: parseSamples(given.samples, place) }),
  } as NewEvent;
  return { event, expectedVersion: parseVersion(given.expectedVersion, place) };
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const FLOAT_BYTES = 4;

function parseSamples(value: unknown, place: Place): Float32Array {
  if (Array.isArray(value)) {
    const wrong = value.findIndex((sample) => typeof sample !== "number");
    if (wrong < 0) return Float32Array.from(value as number[]);
    throw invalidEvent(
      `samples[${wrong}]`,
      value[wrong],
      "is no number",
      "Give numbers, or base64 of float32.",
      place,
    );
  }
  if (typeof value === "string" && BASE64.test(value)) {
    const bytes = Buffer.from(value, "base64");
    if (bytes.length % FLOAT_BYTES === 0) {
      return Float32Array.from({ length: bytes.length / FLOAT_BYTES }, (_, i) =>
        bytes.readFloatLE(i * FLOAT_BYTES),
      );
    }
  }
  throw invalidEvent(
    "samples",
    value,
    "are neither numbers nor base64 of float32",
    "Give an array of numbers, or base64 of little-endian float32.",
    place,
  );
}

function parseVersion(value: unknown, place: Place): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw invalidEvent(
    "expectedVersion",
    value,
    "is no version",
    "Give the stream's version, 0 for a new stream.",
    place,
  );
}

function invalidJson(what: string, place: Place): SaddlepointError {
  return new SaddlepointError(
    "INVALID_JSON",
    `the line is no event: ${shortened(what)}`,
    "Write one JSON object a line.",
    place,
  );
}
