import { formatInstant } from "../events/instant.ts";
import { put } from "./bytes.ts";

const UNIX_TO_POSTGRES_EPOCH_US = 946_684_800_000_000;
const DAY_US = 86_400_000_000;
/** Far outside of 1900 to 2199, or infinity: the program could not have written it. */
const BEYOND_US = 8.64e15;

const QUOTE = 0x22;
const COLON = 0x3a;
const DOT = 0x2e;
const ZERO = 0x30;
const Z = 0x5a;
const JSON_NULL = Buffer.from("null");

/**
 * Makes a function that writes an instant as formatInstant does, as a JSON string, at `at`, and gives the place behind
 * it. Events come by the day: of all that are of the same one, only the time is put into digits.
 *
 * @returns takes microseconds since PostgreSQL's epoch
 */
export function instantWriter(): (postgresUs: number, out: Uint8Array, at: number) => number {
  let day = Number.NaN;
  let dayBytes = Buffer.alloc(0);
  return (postgresUs, out, at) => {
    const unixUs = postgresUs + UNIX_TO_POSTGRES_EPOCH_US;
    if (Math.abs(unixUs) > BEYOND_US) return put(out, at, JSON_NULL);
    const ownDay = Math.floor(unixUs / DAY_US);
    if (ownDay !== day) {
      day = ownDay;
      dayBytes = Buffer.from(formatInstant(day * DAY_US).slice(0, "YYYY-MM-DDT".length));
    }
    const us = unixUs - day * DAY_US;
    const seconds = Math.floor(us / 1e6);
    out[at] = QUOTE;
    const time = put(out, at + 1, dayBytes);
    putDigits(out, time, 2, Math.floor(seconds / 3600));
    out[time + 2] = COLON;
    putDigits(out, time + 3, 2, Math.floor(seconds / 60) % 60);
    out[time + 5] = COLON;
    putDigits(out, time + 6, 2, seconds % 60);
    out[time + 8] = DOT;
    putDigits(out, time + 9, 6, us - seconds * 1e6);
    out[time + 15] = Z;
    out[time + 16] = QUOTE;
    return time + 17;
  };
}

function putDigits(out: Uint8Array, at: number, digits: number, value: number): void {
  let rest = value;
  for (let i = at + digits - 1; i >= at; i--) {
    out[i] = ZERO + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}
