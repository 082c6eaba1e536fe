// PostgreSQL takes no offset of 16 hours or more, and there is none on Earth.
const INSTANT =
  /^((?:19|20|21)\d{2}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,6}))?(Z|[+-](?:0\d|1[0-5]):[0-5]\d)$/;
const DAY = /^(?:19|20|21)\d{2}-\d{2}-\d{2}$/;

/**
 * Microseconds since the Unix epoch of an RFC 3339 time with its offset from UTC, between 1900 and 2199; null
 * where the text is none.
 */
export function parseInstant(text: unknown): number | null {
  const match = typeof text === "string" ? INSTANT.exec(text) : null;
  if (match === null) return null;
  const [, seconds, fraction = "", offset] = match;
  const unixMs = Date.parse(seconds + offset);
  // Date.parse lets 30 February through as 2 March.
  if (Number.isNaN(unixMs) || !isCalendarDay(seconds)) return null;
  return unixMs * 1000 + Number(fraction.padEnd(6, "0"));
}

/** The one way that the log writes a time: UTC with six decimals. */
export function formatInstant(unixMicroseconds: number): string {
  const unixMs = Math.floor(unixMicroseconds / 1000);
  const rest = unixMicroseconds - unixMs * 1000;
  return `${new Date(unixMs).toISOString().slice(0, -1)}${String(rest).padStart(3, "0")}Z`;
}

/** Whether a text is a day of the calendar, YYYY-MM-DD, between 1900 and 2199. */
export function isDay(text: string): boolean {
  return DAY.test(text) && isCalendarDay(text);
}

function isCalendarDay(text: string): boolean {
  const day = Number(text.slice(8, 10));
  return new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDate() === day;
}
