import type pg from "pg";
import type { BulkSocket } from "../postgres/bulk-socket.ts";

/*
 * A COPY … TO STDOUT whose bytes are looked at where the socket left them. A log has millions of rows, and PostgreSQL
 * sends each as a message of its own: to make an object and an event of each, as drivers do, takes longer than to read it.
 */

/** Messages of the protocol (PostgreSQL's manual, "Message Formats"): a letter, and a length that counts itself. */
const HEADER_BYTES = 5;
const COPY_DATA = "d".charCodeAt(0);
/** What may stand before and between the data, and says nothing of it. */
const ASIDE = ["H", "N", "S", "A"].map((letter) => letter.charCodeAt(0));

/** @param onData is given what was copied, piece by piece, from `from` to before `to`, and keeps no view of the bytes */
export function copyOut(
  client: pg.ClientBase,
  sql: string,
  onData: (bytes: Buffer, from: number, to: number) => void,
): Promise<void> {
  return new Promise((done, fail) => {
    client.query({
      submit(connection: pg.Connection) {
        takeOver(connection, onData);
        connection.query(sql);
      },
      // The rest of pg's own queries' interface, which its types keep to themselves.
      handleError: fail,
      handleCommandComplete() {},
      handleReadyForQuery: () => done(),
    } as pg.Submittable);
  });
}

/** Reads the connection in the driver's place, up to the first message that is not of the COPY. */
function takeOver(
  { stream }: pg.Connection,
  onData: (bytes: Buffer, from: number, to: number) => void,
): void {
  const [driver] = stream.listeners("data") as ((bytes: Buffer) => void)[];
  /** The beginning of a message whose end has not come. */
  let rest: Buffer = Buffer.alloc(0);

  // Under TLS it is another socket that reads.
  const bulk = "takePieces" in stream ? (stream as BulkSocket) : null;

  const handBack = (bytes: Buffer): void => {
    bulk?.takePieces(null);
    stream.on("data", driver);
    stream.off("data", read);
    driver(Buffer.from(bytes));
  };

  /** @returns where what is not whole yet begins; -1 where the COPY is over and the driver reads again */
  const readWhole = (bytes: Buffer, from: number): number => {
    let at = from;
    while (bytes.length - at >= HEADER_BYTES) {
      const end = at + 1 + bytes.readInt32BE(at + 1);
      const isData = bytes[at] === COPY_DATA;
      if (!isData && !ASIDE.includes(bytes[at])) {
        handBack(bytes.subarray(at));
        return -1;
      }
      if (end > bytes.length) break;
      if (isData) onData(bytes, at + HEADER_BYTES, end);
      at = end;
    }
    return at;
  };

  /** How much of a piece belongs to the message that `rest` begins. */
  const endOfRest = (piece: Buffer): number => {
    const header = Buffer.concat([rest, piece.subarray(0, HEADER_BYTES)]);
    if (header.length < HEADER_BYTES) return piece.length;
    return Math.min(piece.length, 1 + header.readInt32BE(1) - rest.length);
  };

  const read = (piece: Buffer): void => {
    try {
      let from = 0;
      if (rest.length > 0) {
        // Not with all of the piece, which has hundreds of messages behind it.
        from = endOfRest(piece);
        const message = Buffer.concat([rest, piece.subarray(0, from)]);
        const at = readWhole(message, 0);
        if (at < 0) {
          if (from < piece.length) driver(Buffer.from(piece.subarray(from)));
          return;
        }
        rest = message.subarray(at);
        if (rest.length > 0) return;
      }
      const at = readWhole(piece, from);
      if (at >= 0) rest = Buffer.from(piece.subarray(at));
    } catch (error) {
      // The driver tells it to whoever waits for the query.
      stream.destroy(error as Error);
    }
  };
  stream.on("data", read);
  stream.off("data", driver);
  bulk?.takePieces(read);
}
