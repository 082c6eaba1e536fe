import { createServer } from "node:net";

/** `wanted` when it is free on the loopback address, else any free port. It may be taken before it is used. */
export async function findFreePort(wanted: number): Promise<number> {
  return (await probe(wanted)) ?? (await probe(0)) ?? wanted;
}

function probe(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve(null));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === "object" ? address.port : null));
    });
  });
}
