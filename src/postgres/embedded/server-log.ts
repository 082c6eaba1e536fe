import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  truncateSync,
} from "node:fs";
import { join } from "node:path";

const MAX_SIZE_B = 8 * 1024 * 1024;
const TAIL_B = 64 * 1024;
const TAIL_LINES = 12;

export function logFile(folder: string): string {
  return join(folder, "postgres.log");
}

/** Opens the log for a server that starts now; one that has grown long begins anew. */
export function openLog(folder: string): { readonly descriptor: number; readonly start: number } {
  const path = logFile(folder);
  if (existsSync(path) && statSync(path).size > MAX_SIZE_B) truncateSync(path);
  const descriptor = openSync(path, "a", 0o600);
  return { descriptor, start: fstatSync(descriptor).size };
}

/** What the server has said since the byte `start`. */
export function logSince(folder: string, start: number): string {
  return existsSync(logFile(folder)) ? readFileSync(logFile(folder)).subarray(start).toString() : "";
}

/** For an error's message: the log's last lines and its name. */
export function logTail(folder: string): string {
  const path = logFile(folder);
  if (!existsSync(path)) return `(there is no log at ${path})`;
  const descriptor = openSync(path, "r");
  try {
    const size = fstatSync(descriptor).size;
    const tail = Buffer.alloc(Math.min(size, TAIL_B));
    readSync(descriptor, tail, 0, tail.length, size - tail.length);
    const lines = tail.toString().trimEnd().split("\n").slice(-TAIL_LINES);
    return [`the last lines of ${path}:`, ...lines.map((line) => `  ${line}`)].join("\n");
  } finally {
    closeSync(descriptor);
  }
}
