import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { type Place, SaddlepointError } from "../errors.ts";
import { packageRoot } from "../package-root.ts";
import { finestKind, NAME_PATTERN, type StreamKind } from "./address.ts";
import { eventTypes, isEventType } from "./event-types.ts";
import { isDay, parseInstant } from "./instant.ts";
import { invalidEvent, shortValue } from "./invalid-event.ts";
import type { EventType, NewEvent } from "./new-event.ts";

const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: false, verbose: true });
addFormats.default(ajv);
// Our own formats: what they let through, PostgreSQL takes; the usual ones allow year 0, second 60 and +23:00.
ajv.addFormat("date-time", (text: string) => parseInstant(text) !== null);
ajv.addFormat("date", isDay);
const validators = new Map<string, ValidateFunction>();

const MAX_ID_LENGTH = 300;
const needs: Readonly<Record<Exclude<StreamKind, "any">, readonly ("project" | "subject" | "session")[]>> = {
  lab: [],
  project: ["project"],
  subject: ["project", "subject"],
  session: ["project", "subject", "session"],
};

/**
 * Checks an event against the contract of its type and version: the boundary behind which types are trusted.
 *
 * @param place where the event stands in the user's material, for the error
 * @throws SaddlepointError UNKNOWN_EVENT_TYPE, UNKNOWN_SCHEMA_VERSION, INVALID_EVENT
 */
export function validateEvent(event: NewEvent, place: Place = {}): void {
  if (!isEventType(event.type)) {
    throw new SaddlepointError(
      "UNKNOWN_EVENT_TYPE",
      `there is no event type ${JSON.stringify(shortValue(event.type))}`,
      `Use one of ${Object.keys(eventTypes).join(", ")}.`,
      { ...place, field: "type", value: shortValue(event.type) },
    );
  }
  const info = eventTypes[event.type];
  requireName(event.lab, "lab", place);
  const kind = info.stream === "any" ? finestKind(event) : info.stream;
  for (const field of needs[kind]) {
    if (field === "session") requireSession(event.session, place);
    else requireName(event[field], field, place);
  }
  requireText(event.source, "source", place);
  requireText(event.sourceEventId, "sourceEventId", place);
  requireText(event.actor, "actor", place);
  if (event.occurredAt !== null && parseInstant(event.occurredAt) === null) {
    throw invalidEvent(
      "occurredAt",
      event.occurredAt,
      "is no time with its offset from UTC",
      "Write it like 2026-03-01T09:30:00Z, or null where it is not known.",
      place,
    );
  }
  const validator = validatorFor(event.type, event.schemaVersion, place);
  if (!validator(event.payload)) throw fromAjv(event.type, validator.errors?.[0], place);
  requireSamples(event, place);
  for (const [field, value] of Object.entries(event.payload))
    requireStorable(value, `payload.${field}`, place);
}

/** A minute at 10 kHz, 2.4 MB: longer traces are raw files, which stay where they are. */
const MAX_SAMPLES = 600_000;

function requireSamples({ type, samples }: NewEvent, place: Place): void {
  if (type !== "SnippetRecorded") {
    if (samples === undefined) return;
    throw invalidEvent(
      "samples",
      undefined,
      `do not belong to ${type}`,
      "Only SnippetRecorded carries samples.",
      place,
    );
  }
  if (samples === undefined || samples.length === 0 || samples.length > MAX_SAMPLES) {
    throw invalidEvent(
      "samples",
      samples?.length,
      "are missing, or too many",
      `Give 1 to ${MAX_SAMPLES} float32 samples.`,
      place,
    );
  }
  for (let i = 0; i < samples.length; i++) {
    if (!Number.isFinite(samples[i])) {
      throw invalidEvent(
        `samples[${i}]`,
        String(samples[i]),
        "is no finite number",
        "Leave the snippet out, or fill the gap and set gap.",
        place,
      );
    }
  }
}

function requireStorable(value: unknown, field: string, place: Place): void {
  if (typeof value === "string") {
    if (!isStorable(value))
      throw invalidEvent(field, value, "holds a NUL or half a character", "Remove it.", place);
  } else if (typeof value === "number") {
    // 1e999 is JSON, but no number that anybody can hold.
    if (!Number.isFinite(value))
      throw invalidEvent(
        field,
        String(value),
        "is too large a number",
        "Give a number below 1.8e308.",
        place,
      );
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      requireStorable(key, field, place);
      requireStorable(inner, `${field}.${key}`, place);
    }
  }
}

function requireName(value: string | undefined, field: string, place: Place): void {
  if (typeof value === "string" && NAME_PATTERN.test(value)) return;
  throw invalidEvent(
    field,
    value,
    value === undefined ? "is missing" : "is no name",
    "Names are 1 to 64 letters, digits, dots, dashes and underscores, and begin with a letter or digit.",
    place,
  );
}

function requireSession(value: number | undefined, place: Place): void {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 1_000_000) return;
  throw invalidEvent(
    "session",
    value,
    "is no session number",
    "Number the subject's sessions 1, 2, 3 ….",
    place,
  );
}

// A text that PostgreSQL can hold: no NUL, no half of a surrogate pair.
function requireText(value: string, field: string, place: Place): void {
  if (typeof value === "string" && value.length >= 1 && value.length <= MAX_ID_LENGTH && isStorable(value))
    return;
  throw invalidEvent(
    field,
    value,
    "is no text of 1 to 300 characters",
    "Give a short text without NUL characters.",
    place,
  );
}

function isStorable(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}

function validatorFor(type: EventType, version: number, place: Place): ValidateFunction {
  const { schema, version: newest } = eventTypes[type];
  if (!Number.isInteger(version) || version < 1 || version > newest) {
    throw new SaddlepointError(
      "UNKNOWN_SCHEMA_VERSION",
      `${type} has no version ${JSON.stringify(shortValue(version))}`,
      `Use schemaVersion ${newest}.`,
      { ...place, field: "schemaVersion", value: shortValue(version) },
    );
  }
  const file = `${schema}.v${version}.json`;
  let validator = validators.get(file);
  if (validator === undefined) {
    validator = ajv.compile(JSON.parse(readFileSync(resolve(packageRoot, "schema/events", file), "utf8")));
    validators.set(file, validator);
  }
  return validator;
}

function fromAjv(type: string, error: ErrorObject | undefined, place: Place): SaddlepointError {
  const path = (error?.instancePath ?? "").replace(/^\//, "").replaceAll("/", ".");
  const named = error?.params.additionalProperty ?? error?.params.missingProperty;
  const field = ["payload", path, named].filter(Boolean).join(".");
  const known = error?.parentSchema?.properties;
  const remedy =
    error?.keyword === "additionalProperties" && known
      ? `Known fields: ${Object.keys(known).join(", ")}.`
      : `See schema/events/${eventTypes[type as EventType].schema}.v${eventTypes[type as EventType].version}.json.`;
  const allowed = error?.keyword === "enum" ? ` (${error.params.allowedValues.join(", ")})` : "";
  return invalidEvent(
    field,
    named ? undefined : error?.data,
    `${error?.message ?? "is invalid"}${allowed}`,
    remedy,
    place,
  );
}
