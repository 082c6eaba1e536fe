import { areSame, copyRange } from "./bytes.ts";
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

/** What is kept of an event. */
type KeptRow = Omit<VerifiedRow, "isSound">;

/** Takes a stretch's rows in any order, and keeps them side by side: an object for each would cost more than its hash. */
export function stretchReporter(
  first: number,
  last: number,
): { add(row: VerifiedRow): void; report(): StretchReport } {
  const size = last - first + 1;
  const streams = numberedStreams();
  // By the place of an event in the stretch.
  const streamOf = new Int32Array(size).fill(MISSING);
  const versions = new Int32Array(size);
  const recordedAt = new Float64Array(size);
  const previousHashes = Buffer.alloc(size * HASH_BYTES);
  const hashes = Buffer.alloc(size * HASH_BYTES);
  const findings: Finding[] = [];
  const note = (kind: Finding["kind"], { position, stream, streamVersion }: KeptRow, says: string): void => {
    findings.push({ kind, position, stream, streamVersion, says });
  };
  const kept = (i: number): KeptRow => ({
    position: first + i,
    stream: streams.names[streamOf[i]],
    streamVersion: versions[i],
    recordedAt: recordedAt[i],
    previousHash: hashAt(previousHashes, i),
    hash: hashAt(hashes, i),
  });

  return {
    add(row) {
      if (!row.isSound) note("CHANGED", row, "its hash is not that of its content");
      const i = row.position - first;
      if (streamOf[i] !== MISSING) {
        // Which of the two was put in, the chains tell; both are named.
        for (const one of [row, kept(i)])
          note("INSERTED", one, `position ${row.position} is given out twice`);
        return;
      }
      streamOf[i] = streams.numberOf(row.stream);
      versions[i] = row.streamVersion;
      recordedAt[i] = row.recordedAt;
      copyRange(row.previousHash, 0, HASH_BYTES, previousHashes, i * HASH_BYTES);
      copyRange(row.hash, 0, HASH_BYTES, hashes, i * HASH_BYTES);
    },
    report() {
      // Of each stream, where its events so far begin and end.
      const runs = new Map<number, { readonly first: number; last: number }>();
      let front: number | null = null;
      let firstRecordedAt: number | null = null;
      for (let i = 0; i < size; i++) {
        if (streamOf[i] === MISSING) {
          findings.push({
            kind: "REMOVED",
            position: first + i,
            stream: null,
            streamVersion: null,
            says: "no event has this position",
          });
          continue;
        }
        firstRecordedAt ??= recordedAt[i];
        if (front !== null && recordedAt[i] < recordedAt[front])
          note("REORDERED", kept(i), "it was recorded before the event in front of it");
        front = i;
        const run = runs.get(streamOf[i]);
        if (run === undefined) {
          runs.set(streamOf[i], { first: i, last: i });
          continue;
        }
        if (
          versions[i] !== versions[run.last] + 1 ||
          !areSame(hashes, run.last * HASH_BYTES, previousHashes, i * HASH_BYTES, HASH_BYTES)
        ) {
          const broken = brokenLink(versions[run.last], hashAt(hashes, run.last), kept(i));
          if (broken !== null) findings.push(broken);
        }
        run.last = i;
      }
      return {
        first,
        hashes,
        runs: packed(
          [...runs].map(([stream, { first: from, last: to }]) => ({
            stream: streams.names[stream],
            firstPosition: first + from,
            firstVersion: versions[from],
            firstPrevious: hashAt(previousHashes, from),
            lastVersion: versions[to],
            lastHash: hashAt(hashes, to),
          })),
        ),
        findings,
        firstRecordedAt,
        lastRecordedAt: front === null ? null : recordedAt[front],
      };
    },
  };
}

const MISSING = -1;

/** The `i`-th of hashes that lie side by side. */
function hashAt(hashes: Uint8Array, i: number): Uint8Array {
  return hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES);
}

/** Streams by numbers from 0, in the order in which they are first asked for. */
function numberedStreams(): { readonly names: readonly string[]; numberOf(stream: string): number } {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  let last = { stream: "", number: MISSING };
  return {
    names,
    numberOf(stream) {
      if (last.number === MISSING || stream !== last.stream) {
        const number = numbers.get(stream) ?? names.push(stream) - 1;
        numbers.set(stream, number);
        last = { stream, number };
      }
      return last.number;
    },
  };
}

/**
 * The same runs with their hashes in one piece of memory. What goes to another thread takes the whole memory that it is
 * a view of along.
 */
function packed(runs: readonly StreamRun[]): readonly StreamRun[] {
  const bytes = new Uint8Array(runs.length * 2 * HASH_BYTES);
  const place = (hash: Uint8Array, slot: number): Uint8Array => {
    bytes.set(hash, slot * HASH_BYTES);
    return hashAt(bytes, slot);
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
  return Buffer.compare(next.previousHash, hash) === 0
    ? null
    : { kind: "BROKEN_LINK", ...at, says: "it does not follow the event in front of it in its stream" };
}
