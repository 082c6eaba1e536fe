import type { NewEvent } from "../../src/events/new-event.ts";

/** Events as lines of NDJSON, samples in base64. */
export function ndjson(events: readonly NewEvent[]): string {
  return events.map((event) => `${line(event)}\n`).join("");
}

/** One event as a line, with members that NewEvent does not have where they are given. */
export function line(event: NewEvent, more: Readonly<Record<string, unknown>> = {}): string {
  const { samples, ...rest } = event;
  return JSON.stringify({ ...rest, ...(samples === undefined ? {} : { samples: base64(samples) }), ...more });
}

function base64(samples: Float32Array): string {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString("base64");
}
