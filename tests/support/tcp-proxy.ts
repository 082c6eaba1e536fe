import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A wire that can be cut: what connects to it is passed on to a server. */
export interface TcpProxy {
  readonly port: number;
  /** Bytes that came from clients so far. */
  readonly bytesIn: number;
  /** Ends every connection at once, as a pulled plug does. */
  cut(): void;
  /** Cuts the next connection once so many bytes of it went to the server. */
  cutAfter(bytes: number): void;
  /** Cuts the next connection that is answered, before a byte of the answer comes through. */
  cutBeforeAnswer(): void;
  /** Whatever was to be cut and has not been yet is left whole. */
  spare(): void;
  /** Lets nothing through, in either direction, until resume. */
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

/** @param target read at every connection, so that it may move */
export async function startProxy(target: {
  readonly port: number;
  readonly host?: string;
}): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let paused = false;
  let bytesIn = 0;
  let cutAfter: number | null = null;
  let cutBeforeAnswer = false;
  let spared = 0;
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host ?? "127.0.0.1");
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const limit = cutAfter;
    const sparedBefore = spared;
    cutAfter = null;
    let sent = 0;
    const end = () => {
      pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    client.on("data", (bytes) => {
      bytesIn += bytes.length;
      const isWhole = limit === null || spared > sparedBefore;
      const allowed = isWhole ? bytes : bytes.subarray(0, Math.max(0, limit - sent));
      sent += allowed.length;
      if (!upstream.write(allowed)) client.pause();
      if (allowed.length < bytes.length) upstream.end(() => end());
    });
    upstream.on("data", (bytes) => {
      if (cutBeforeAnswer) {
        cutBeforeAnswer = false;
        end();
        return;
      }
      if (!client.write(bytes)) upstream.pause();
    });
    upstream.on("drain", () => paused || client.resume());
    client.on("drain", () => paused || upstream.resume());
    for (const socket of pair) {
      socket.on("error", end);
      socket.on("close", end);
      if (paused) socket.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const each = (work: (socket: Socket) => void) => {
    for (const pair of pairs) for (const socket of pair) work(socket);
  };
  return {
    port: (server.address() as AddressInfo).port,
    get bytesIn() {
      return bytesIn;
    },
    cut: () => each((socket) => socket.resetAndDestroy()),
    cutAfter(bytes) {
      cutAfter = bytes;
    },
    cutBeforeAnswer() {
      cutBeforeAnswer = true;
    },
    spare() {
      spared++;
      cutAfter = null;
      cutBeforeAnswer = false;
    },
    pause() {
      paused = true;
      each((socket) => socket.pause());
    },
    resume() {
      paused = false;
      each((socket) => socket.resume());
    },
    async close() {
      each((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The same address by another port. */
export function throughPort(url: string, port: number): string {
  return Object.assign(new URL(url), { hostname: "127.0.0.1", port: String(port) }).href;
}
