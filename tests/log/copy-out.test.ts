import { EventEmitter } from "node:events";
import type pg from "pg";
import { expect, test } from "vitest";
import { copyOut } from "../../src/log/copy-out.ts";

/** A message of PostgreSQL's protocol. */
function message(letter: string, content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter, 0, "latin1");
  head.writeInt32BE(4 + content.length, 1);
  return Buffer.concat([head, content]);
}

/** A connection whose socket says what it is told to; its driver notes what it is given. */
function givenConnection() {
  const stream = new EventEmitter();
  const driven: string[] = [];
  stream.on("data", (bytes: Buffer) => driven.push(bytes.toString("hex")));
  const client = {
    query: (query: pg.Submittable) => query.submit({ stream, query() {} } as unknown as pg.Connection),
  };
  return { stream, client: client as unknown as pg.ClientBase, driven: () => driven.join("") };
}

test("wherever the socket cuts, what was copied is handed on, and the driver reads what comes behind it", () => {
  const contents = [0, 3, 17, 400, 1].map((length, i) => Buffer.alloc(length, i + 1));
  const copied = contents.map((content) => message("d", content));
  const opening = message("H", Buffer.from([1, 0, 0]));
  const behind = [
    message("c", Buffer.alloc(0)),
    message("C", Buffer.from("COPY 5\0")),
    message("Z", Buffer.from("I")),
  ];
  const said = Buffer.concat([
    opening,
    ...copied.slice(0, 3),
    message("N", Buffer.from("a notice")),
    ...copied.slice(3),
    ...behind,
  ]);
  for (let pieceBytes = 1; pieceBytes <= said.length; pieceBytes++) {
    const { stream, client, driven } = givenConnection();
    const data: string[] = [];
    void copyOut(client, "copy", (bytes, from, to) => data.push(bytes.toString("hex", from, to)));
    for (let at = 0; at < said.length; at += pieceBytes) {
      const piece = Buffer.from(said.subarray(at, at + pieceBytes));
      stream.emit("data", piece);
      // The socket may use it again.
      piece.fill(0xff);
    }
    expect(data, `in pieces of ${pieceBytes}`).toEqual(contents.map((content) => content.toString("hex")));
    expect(driven()).toBe(Buffer.concat(behind).toString("hex"));
  }
});
