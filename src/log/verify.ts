import { availableParallelism } from "node:os";
import type pg from "pg";
import { type Checkpoint, TRACE_BYTES } from "./checkpoint.ts";
import { FIRST_PREVIOUS_HASH } from "./hash.ts";
import { HASH_BYTES, merkleTree } from "./merkle.ts";
import { type Finding, findingList, MAX_FINDINGS } from "./verify-findings.ts";
import { brokenLink, type StretchReport } from "./verify-stretch.ts";
import { type StretchThreads, stretchThreads } from "./verify-threads.ts";

export interface VerifyOptions {
  /** Signatures are the caller's to look at (checkpoint.ts, requireSigned). */
  readonly checkpoints?: readonly Checkpoint[];
  /** Of the caller, who closes them; made for this one look where left out. */
  readonly threads?: StretchThreads;
  readonly onProgress?: (position: number, head: number) => void;
}

/** What a log is, by its own events. */
export interface Verified {
  readonly isSound: boolean;
  /** The last position when the look began; later events were not looked at. */
  readonly head: number;
  readonly nStreams: number;
  /** The first of them, in the order in which they were found. */
  readonly findings: readonly Finding[];
  readonly nFindings: number;
  /** Root of the tree over all events (merkle.ts). */
  readonly root: Buffer;
  /** The first bytes of each event's hash, for a checkpoint; empty unless asked for. */
  readonly trace: Buffer;
}

const STRETCH = 1 << 14;

/**
 * Recomputes every event's hash and joins every stream's chain, and holds positions, the head, the streams' ends and
 * the sources' ids to what the events say. Writers are not disturbed.
 *
 * Memory grows with the number of streams (their ends), and two bytes an event with a checkpoint or `keepTrace`.
 *
 * @param pool of whoever may read the whole log
 * @param url the same database, for the threads' own connections
 */
export async function verifyLog(
  pool: pg.Pool,
  url: string,
  options: VerifyOptions & { readonly keepTrace?: boolean } = {},
): Promise<Verified> {
  // Threads take some tenths of a second to start: meanwhile the log's ends are read.
  const threads = options.threads ?? stretchThreads(url, Math.min(4, availableParallelism()));
  try {
    return await verifyWith(threads, pool, options);
  } finally {
    if (options.threads === undefined) await threads.close();
  }
}

async function verifyWith(
  threads: StretchThreads,
  pool: pg.Pool,
  options: VerifyOptions & { readonly keepTrace?: boolean },
): Promise<Verified> {
  const ends = await readEnds(pool);
  const { head } = ends;
  const found = findingList();
  for (const finding of ends.findings) found.add(finding);
  const tree = merkleTree();
  const trace = Buffer.alloc(options.keepTrace ? head * TRACE_BYTES : 0);
  const streams = new Map<string, { readonly version: number; readonly hash: Uint8Array }>();
  const watched = (options.checkpoints ?? [])
    .toSorted((one, other) => one.position - other.position)
    .map((checkpoint) => watch(checkpoint, head));
  let recordedAt: number | null = null;

  const addToTree = (hashes: Uint8Array): void => {
    const before = tree.size;
    for (let i = 0; options.keepTrace && i < hashes.length / HASH_BYTES; i++) {
      trace.set(hashes.subarray(i * HASH_BYTES, i * HASH_BYTES + TRACE_BYTES), (before + i) * TRACE_BYTES);
    }
    // Where a checkpoint was made the tree stops, to have its root of then.
    let from = 0;
    for (const each of watched) {
      each.look(before, hashes);
      const to = (each.position - before) * HASH_BYTES;
      if (to <= 0 || to > hashes.length) continue;
      tree.push(hashes.subarray(from, to));
      from = to;
      each.lookAtRoot(tree.root());
    }
    tree.push(hashes.subarray(from));
  };

  const join = (report: StretchReport): void => {
    for (const finding of report.findings) found.add(finding);
    for (const run of report.runs) {
      const { version, hash } = streams.get(run.stream) ?? { version: 0, hash: FIRST_PREVIOUS_HASH };
      const broken = brokenLink(version, hash, {
        position: run.firstPosition,
        stream: run.stream,
        streamVersion: run.firstVersion,
        previousHash: Buffer.from(run.firstPrevious),
      });
      if (broken !== null) found.add(broken);
      // A copy: the view would keep the whole report.
      streams.set(run.stream, { version: run.lastVersion, hash: run.lastHash.slice() });
    }
    if (recordedAt !== null && report.firstRecordedAt !== null && report.firstRecordedAt < recordedAt) {
      found.add({
        kind: "REORDERED",
        position: report.first,
        stream: null,
        streamVersion: null,
        says: "it was recorded before the event in front of it",
      });
    }
    recordedAt = report.lastRecordedAt ?? recordedAt;
    addToTree(report.hashes);
    options.onProgress?.(tree.size, head);
  };

  await threads.run(head, STRETCH, join);
  for (const [stream, end] of ends.streams) {
    const last = streams.get(stream);
    if (last !== undefined && last.version === end.version && end.hash.equals(last.hash)) continue;
    found.add({
      kind: "WRONG_TAIL",
      position: null,
      stream,
      streamVersion: end.version,
      says:
        last === undefined
          ? "the stream has an end and no events"
          : last.version === end.version
            ? "the stream's end has another hash than its last event"
            : `the stream ended at version ${end.version}, its events at ${last.version}`,
    });
  }
  for (const [stream, last] of streams) {
    if (ends.streams.has(stream)) continue;
    found.add({
      kind: "WRONG_TAIL",
      position: null,
      stream,
      streamVersion: last.version,
      says: "the stream's end is not known",
    });
  }
  for (const each of watched) for (const finding of await each.findings(pool)) found.add(finding);
  return {
    isSound: found.count === 0,
    head,
    nStreams: streams.size,
    findings: found.kept,
    nFindings: found.count,
    root: tree.root(),
    trace,
  };
}

interface LogEnds {
  readonly head: number;
  readonly streams: ReadonlyMap<string, { readonly version: number; readonly hash: Buffer }>;
  readonly findings: readonly Finding[];
}

/** Head, ends and counts of one moment. */
async function readEnds(pool: pg.Pool): Promise<LogEnds> {
  const client = await pool.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    const head =
      (await client.query<{ position: number }>("select position from log.head")).rows[0]?.position ?? 0;
    const streams = await client.query<{ stream: string; version: number; hash: Buffer }>(
      "select stream, version, hash from log.stream",
    );
    const outside = await client.query<{ position: number; stream: string; streamVersion: number }>(
      `select position, stream, stream_version as "streamVersion" from log.event
       where position < 1 or position > $1 order by position limit 1000`,
      [head],
    );
    const ids = await client.query<{ n: number }>("select count(*) as n from log.source_event");
    await client.query("commit");
    const findings: Finding[] = outside.rows.map((row) => ({
      kind: "INSERTED",
      ...row,
      says: `its position lies outside the log, which goes from 1 to ${head}`,
    }));
    if (ids.rows[0].n !== head) {
      findings.push({
        kind: "WRONG_TAIL",
        position: null,
        stream: null,
        streamVersion: null,
        says: `sources' ids are known of ${ids.rows[0].n} events, and the log goes to ${head}`,
      });
    }
    return { head, streams: new Map(streams.rows.map(({ stream, ...end }) => [stream, end])), findings };
  } finally {
    client.release();
  }
}

interface Watched {
  readonly position: number;
  /** @param hashes of the events behind position `before` */
  look(before: number, hashes: Uint8Array): void;
  lookAtRoot(root: Buffer): void;
  findings(pool: pg.Pool): Promise<readonly Finding[]>;
}

/** Holds the events that pass by to what was signed. */
function watch(checkpoint: Checkpoint, head: number): Watched {
  const trace = Buffer.from(checkpoint.trace, "base64");
  const differing: number[] = [];
  let isRoot = checkpoint.position === 0;
  return {
    position: checkpoint.position,
    look(before, hashes) {
      const n = Math.min(hashes.length / HASH_BYTES, checkpoint.position - before);
      for (let i = 0; i < n && differing.length < MAX_FINDINGS; i++) {
        const at = (before + i) * TRACE_BYTES;
        if (hashes[i * HASH_BYTES] !== trace[at] || hashes[i * HASH_BYTES + 1] !== trace[at + 1])
          differing.push(before + i + 1);
      }
    },
    lookAtRoot(root) {
      isRoot = root.toString("hex") === checkpoint.root;
    },
    async findings(pool) {
      const findings: Finding[] = [];
      if (head < checkpoint.position) {
        findings.push({
          kind: "TRUNCATED",
          position: head + 1,
          stream: null,
          streamVersion: null,
          says: `the log ends at ${head}; it had been signed up to ${checkpoint.position}`,
        });
      } else if (isRoot) return [];
      const named = await pool.query<{ position: number; stream: string; streamVersion: number }>(
        `select position, stream, stream_version as "streamVersion" from log.event
         where position = any ($1::bigint[]) order by position`,
        [differing],
      );
      for (const row of named.rows)
        findings.push({ kind: "NOT_AS_SIGNED", ...row, says: "another event was signed at its position" });
      // One event in 65,536 that was changed has the same first two bytes; the root knows it all the same.
      if (findings.length === 0) {
        findings.push({
          kind: "NOT_AS_SIGNED",
          position: null,
          stream: null,
          streamVersion: null,
          says: `the events up to ${checkpoint.position} are not those that were signed`,
        });
      }
      return findings;
    },
  };
}
