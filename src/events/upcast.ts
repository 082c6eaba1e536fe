import { eventTypes, isEventType } from "./event-types.ts";
import type { EventType } from "./new-event.ts";

/*
 * Events of old versions, read as the newest.
 *
 * What was written stays as it was: it is hashed. A type that gets a new version (schema/events) gets a step here that
 * makes a payload of the new one out of a payload of the one before; whoever reads events reads the newest alone.
 */

export type Payload = Readonly<Record<string, unknown>>;

/** What a type's payload of version n says under version n + 1; the n-th step, from 1. */
const steps: Partial<Record<EventType, readonly ((payload: Payload) => Payload)[]>> = {
  // Copies of a file lie in several places.
  RawFileRegistered: [({ place, ...rest }) => ({ ...rest, places: [place] })],
};

/** An event's payload as the newest version of its type says it. */
export function upcastPayload(type: string, schemaVersion: number, payload: Payload): Payload {
  const ahead = isEventType(type) ? (steps[type]?.slice(schemaVersion - 1) ?? []) : [];
  return ahead.reduce((said, step) => step(said), payload);
}

/** The newest version of a type; 1 of one that is not known. */
export function newestVersion(type: string): number {
  return isEventType(type) ? eventTypes[type].version : 1;
}

/** Types that have old versions, with their newest. */
export const upcastTypes: readonly { readonly type: EventType; readonly newest: number }[] = Object.entries(
  eventTypes,
)
  .filter(([, { version }]) => version > 1)
  .map(([type, { version }]) => ({ type: type as EventType, newest: version }));
