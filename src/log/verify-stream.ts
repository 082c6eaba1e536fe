import type pg from "pg";
import { SaddlepointError } from "../errors.ts";
import { type Checkpoint, TRACE_BYTES } from "./checkpoint.ts";
import { copiedRows } from "./copied-rows.ts";
import { copyOut } from "./copy-out.ts";
import { FIRST_PREVIOUS_HASH } from "./hash.ts";
import { homeOfStream } from "./read.ts";
import { type Finding, findingList } from "./verify-findings.ts";
import { eventReader, VERIFIED_COLUMNS } from "./verify-rows.ts";
import { brokenLink } from "./verify-stretch.ts";

export interface VerifiedStream {
  readonly isSound: boolean;
  readonly stream: string;
  readonly nEvents: number;
  readonly findings: readonly Finding[];
  readonly nFindings: number;
}

/**
 * Recomputes one stream's hashes and chain, and holds them to the stream's end and to what was signed of its events.
 * What a checkpoint's root proves of the whole log, only the whole log shows (verifyLog): here its trace is
 * compared, two bytes an event.
 *
 * @throws SaddlepointError STREAM_NOT_FOUND
 */
export async function verifyStream(
  pool: pg.Pool,
  stream: string,
  checkpoints: readonly Checkpoint[] = [],
): Promise<VerifiedStream> {
  const found = findingList();
  const traces = checkpoints.map(({ position, trace }) => ({
    position,
    trace: Buffer.from(trace, "base64"),
  }));
  let version = 0;
  let hash: Buffer = FIRST_PREVIOUS_HASH;
  let position = 0;
  let nEvents = 0;
  const client = await pool.connect();
  let broken = true;
  let end: { version: number; hash: Buffer } | undefined;
  try {
    await client.query("begin isolation level repeatable read read only");
    const ends = await client.query<{ version: number; hash: Buffer }>(
      "select version, hash from log.stream where home = $1 and stream = $2",
      [homeOfStream(stream), stream],
    );
    end = ends.rows[0];
    const readEvent = eventReader();
    const rows = copiedRows((bytes, start, end) => {
      const row = readEvent(bytes, start, end);
      nEvents++;
      const at = { position: row.position, stream, streamVersion: row.streamVersion };
      if (!row.isSound) found.add({ kind: "CHANGED", ...at, says: "its hash is not that of its content" });
      const link = brokenLink(version, hash, row);
      if (link !== null) found.add(link);
      if (row.position <= position) {
        found.add({ kind: "REORDERED", ...at, says: "its position lies before that of the version before" });
      }
      for (const { position: signed, trace } of traces) {
        const i = (row.position - 1) * TRACE_BYTES;
        if (row.position <= signed && (trace[i] !== row.hash[0] || trace[i + 1] !== row.hash[1])) {
          found.add({ kind: "NOT_AS_SIGNED", ...at, says: "another event was signed at its position" });
        }
      }
      position = row.position;
      hash = Buffer.from(row.hash);
      version = row.streamVersion;
    });
    await copyOut(
      client,
      `copy (select ${VERIFIED_COLUMNS} from log.event
             where home = ${client.escapeLiteral(homeOfStream(stream))}
               and stream = ${client.escapeLiteral(stream)}
             order by stream_version) to stdout (format binary)`,
      rows.push,
    );
    await client.query("commit");
    broken = false;
  } finally {
    client.release(broken);
  }
  if (end === undefined && nEvents === 0) {
    throw new SaddlepointError(
      "STREAM_NOT_FOUND",
      `the log has no stream ${JSON.stringify(stream)}, nor an end of one`,
      "A stream is lab, lab/project, lab/project/subject or lab/project/subject/session, as `npx saddlepoint log show` prints it. If there was one, verify the whole log against a checkpoint.",
      { field: "stream", value: stream },
    );
  }
  if ((end?.version ?? 0) !== version || !(end?.hash ?? FIRST_PREVIOUS_HASH).equals(hash)) {
    found.add({
      kind: "WRONG_TAIL",
      position: null,
      stream,
      streamVersion: end?.version ?? null,
      says: `the stream's end is version ${end?.version ?? 0}, its last event ${version}, or their hashes differ`,
    });
  }
  return { isSound: found.count === 0, stream, nEvents, findings: found.kept, nFindings: found.count };
}
