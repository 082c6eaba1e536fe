import { standsAt } from "./bytes.ts";
import { jsonString } from "./canonical-json.ts";
import { endOfColumns } from "./copied-rows.ts";
import { contentText, linkText } from "./hash.ts";

/** The columns of log.event that stay the same from event to event of a session, but for its kinds of event. */
export const ENVELOPE_COLUMNS = "home, stream, lab, type, schema_version, actor, source";
const N_COLUMNS = 7;

/** What the events of one type in one stream have in common, with what of it is hashed in canonical form. */
export interface Envelope {
  /** The columns as they were copied out, with their lengths. */
  readonly bytes: Buffer;
  readonly stream: string;
  /** Whether lab, home and stream lie within one another. */
  readonly isNested: boolean;
  /** What is hashed as content before, between and behind occurred at and the payload. */
  readonly content: readonly [Buffer, Buffer, Buffer];
  /** What is hashed as link before, between and behind event id, source's event id and version. */
  readonly link: readonly [Buffer, Buffer, Buffer, Buffer];
}

/** So many are remembered: streams that are written at the same time take turns. */
const MAX_ENVELOPES = 1_000;

/** Makes a function that reads the envelope that begins at a place of a binary COPY. */
export function envelopeReader(): (bytes: Buffer, at: number) => Envelope {
  const known = new Map<string, Envelope>();
  let last: Envelope | null = null;
  return (bytes, at) => {
    if (last !== null && standsAt(bytes, at, last.bytes)) return last;
    const own = bytes.subarray(at, endOfColumns(bytes, at, bytes.length, N_COLUMNS));
    const key = own.toString("latin1");
    last = known.get(key) ?? null;
    if (last === null) {
      if (known.size === MAX_ENVELOPES) known.clear();
      last = readEnvelope(Buffer.from(own));
      known.set(key, last);
    }
    return last;
  };
}

/** In no JSON: there a NUL is escaped. */
const GAP = "\0";

function readEnvelope(bytes: Buffer): Envelope {
  let at = 0;
  const column = (): Buffer => {
    const length = Math.max(0, bytes.readInt32BE(at));
    at += 4 + length;
    return bytes.subarray(at - length, at);
  };
  const text = (): string => column().toString("utf8");
  const [home, stream, lab, type] = [text(), text(), text(), text()];
  const schemaVersion = column().readInt16BE();
  const [actor, source] = [text(), text()].map(jsonString);
  const content = contentText(
    jsonString(home),
    GAP,
    GAP,
    schemaVersion,
    jsonString(stream),
    jsonString(type),
  );
  const link = linkText(actor, GAP, source, GAP, GAP);
  return {
    bytes,
    stream,
    // The lab is the only column that is not hashed itself; and a home that is not the stream's own would hide it.
    isNested: isWithin(home, lab) && isWithin(stream, home),
    content: content.split(GAP).map((part) => Buffer.from(part)) as [Buffer, Buffer, Buffer],
    link: link.split(GAP).map((part) => Buffer.from(part)) as [Buffer, Buffer, Buffer, Buffer],
  };
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}
