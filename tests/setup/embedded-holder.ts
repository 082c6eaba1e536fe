import pg from "pg";
import { acquireEmbedded } from "../../src/postgres/embedded/acquire.ts";
import { exitCodeOf, shutdownRequested } from "../../src/postgres/embedded/shutdown-signal.ts";

/**
 * A process that holds the embedded server of the folder that it is given, for tests/postgres/embedded.test.ts. Says
 * the URL in one line when it has it; at a signal asks the server once more, says "still there", releases and exits.
 */
const requested = shutdownRequested();
try {
  const server = await acquireEmbedded({ folder: process.argv[2] ?? "" });
  console.log(server.url);
  const heartbeat = setInterval(() => {}, 1_000);
  const signal = await requested;
  clearInterval(heartbeat);
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query("select");
  await client.end();
  console.log("still there");
  await server.release();
  process.exit(exitCodeOf(signal));
} catch (error) {
  console.log(JSON.stringify(error));
  process.exit(1);
}
