import { randomUUID } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { TestProject } from "vitest/node";
import type { TestServer } from "./provided.ts";
import type { RunningTestServer } from "./test-server.ts";

/**
 * Runs once for the whole run, in the main process. The first test file that asks for a database has the server
 * started; a run of the science tests alone starts none.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<RunningTestServer> | undefined;
  let running: RunningTestServer | undefined;
  const path = `/${randomUUID()}`;
  const listener = createServer(async (request, response) => {
    if (request.url !== path) return answer(response, 404, "not the test server's address");
    try {
      started ??= import("./test-server.ts").then(({ startTestServer }) => startTestServer());
      running = await started;
      answer(response, 200, { url: running.url, template: running.template } satisfies TestServer);
    } catch (error) {
      answer(response, 500, error instanceof Error ? `${error.message}\n${error.stack}` : String(error));
    }
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  project.provide("testServerAddress", `http://127.0.0.1:${address.port}${path}`);

  const abandon = () => running?.abandon();
  process.on("exit", abandon);
  // Ctrl-C comes twice under npm, and the second would end vitest before it gets to its exit.
  process.on("SIGINT", () => {});
  return async () => {
    listener.close();
    await started?.then((server) => server.stop()).catch(() => {});
    process.off("exit", abandon);
  };
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify(body));
}
