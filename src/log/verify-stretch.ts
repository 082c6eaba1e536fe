import { HASH_BYTES } from "./merkle.ts";
import type { Finding } from "./verify-findings.ts";
import type { VerifiedRow } from "./verify-rows.ts";

/** A stream's part in a stretch of the log, for joining it to what is before and behind. */
export interface StreamRun {
  readonly stream: string;
  readonly firstPosition: number;
  readonly firstVersion: number;
  readonly firstPrevious: Uint8Array;
  readonly lastVersion: number;
  readonly lastHash: Uint8Array;
}

/** What was found in a stretch of positions. */
export interface StretchReport {
  readonly first: number;
  /** 32 bytes a position, in order; zeros where one is missing. */
  readonly hashes: Uint8Array;
  /** In the order of their first positions. */
  readonly runs: readonly StreamRun[];
  readonly findings: readonly Finding[];
  /** Microseconds; null for a stretch without events. */
  readonly firstRecordedAt: number | null;
  readonly lastRecordedAt: number | null;
}

/** Takes a stretch's rows in any order. */
export function stretchReporter(
  first: number,
  last: number,
): { add(row: VerifiedRow): void; report(): StretchReport } {
  const slots: (VerifiedRow | undefined)[] = new Array(last - first + 1).fill(undefined);
  const findings: Finding[] = [];
  const note = (kind: Finding["kind"], row: VerifiedRow, says: string): void => {
    const { position, stream, streamVersion } = row;
    findings.push({ kind, position, stream, streamVersion, says });
  };
  return {
    add(row) {
      const other = slots[row.position - first];
      if (!row.isSound) note("CHANGED", row, "its hash is not that of its content");
      if (other === undefined) slots[row.position - first] = row;
      else {
        // Which of the two was put in, the chains tell; both are named.
        note("INSERTED", row, `position ${row.position} is given out twice`);
        note("INSERTED", other, `position ${row.position} is given out twice`);
      }
    },
    report() {
      const hashes = new Uint8Array(slots.length * 32);
      const runs = new Map<string, { -readonly [K in keyof StreamRun]: StreamRun[K] }>();
      let firstRecordedAt: number | null = null;
      let lastRecordedAt: number | null = null;
      for (const [i, row] of slots.entries()) {
        if (row === undefined) {
          findings.push({
            kind: "REMOVED",
            position: first + i,
            stream: null,
            streamVersion: null,
            says: "no event has this position",
          });
          continue;
        }
        hashes.set(row.hash.subarray(0, 32), i * 32);
        if (lastRecordedAt !== null && row.recordedAt < lastRecordedAt) {
          note("REORDERED", row, "it was recorded before the event in front of it");
        }
        firstRecordedAt ??= row.recordedAt;
        lastRecordedAt = row.recordedAt;
        const run = runs.get(row.stream);
        if (run === undefined) {
          runs.set(row.stream, {
            stream: row.stream,
            firstPosition: row.position,
            firstVersion: row.streamVersion,
            firstPrevious: row.previousHash,
            lastVersion: row.streamVersion,
            lastHash: row.hash,
          });
          continue;
        }
        const broken = brokenLink(run.lastVersion, run.lastHash, row);
        if (broken !== null) findings.push(broken);
        run.lastVersion = row.streamVersion;
        run.lastHash = row.hash;
      }
      return { first, hashes, runs: packed([...runs.values()]), findings, firstRecordedAt, lastRecordedAt };
    },
  };
}

/**
 * The same runs with their hashes in one piece of memory. What goes to another thread takes the whole memory that it is
 * a view of along, and a row's hash is a view of some kilobytes.
 */
function packed(runs: readonly StreamRun[]): readonly StreamRun[] {
  const bytes = new Uint8Array(runs.length * 2 * HASH_BYTES);
  const place = (hash: Uint8Array, slot: number): Uint8Array => {
    bytes.set(hash.subarray(0, HASH_BYTES), slot * HASH_BYTES);
    return bytes.subarray(slot * HASH_BYTES, slot * HASH_BYTES + Math.min(hash.length, HASH_BYTES));
  };
  return runs.map((run, i) => ({
    ...run,
    firstPrevious: place(run.firstPrevious, 2 * i),
    lastHash: place(run.lastHash, 2 * i + 1),
  }));
}

/** What is wrong between the end of a stream so far and its next event; null where they join. */
export function brokenLink(
  version: number,
  hash: Uint8Array,
  next: Pick<VerifiedRow, "position" | "stream" | "streamVersion" | "previousHash">,
): Finding | null {
  const { position, stream, streamVersion } = next;
  const at = { position, stream, streamVersion };
  if (streamVersion <= version) {
    return { kind: "REORDERED", ...at, says: `version ${streamVersion} stands behind version ${version}` };
  }
  if (streamVersion > version + 1) {
    const lost =
      version + 1 === streamVersion - 1
        ? `version ${version + 1} is`
        : `versions ${version + 1} to ${streamVersion - 1} are`;
    return {
      kind: "REMOVED",
      position,
      stream,
      streamVersion: version + 1,
      says: `${lost} missing in front of it`,
    };
  }
  return areEqual(next.previousHash, hash)
    ? null
    : { kind: "BROKEN_LINK", ...at, says: "it does not follow the event in front of it in its stream" };
}

function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
