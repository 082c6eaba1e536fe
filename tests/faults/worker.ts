/** A worker that a test may kill: it is taken for dead after a second and a half. Arguments: the database's URL. */
import { startWorker } from "../../jobs/worker.ts";
import { shutdownRequested } from "../../src/postgres/embedded/shutdown-signal.ts";

const asked = shutdownRequested();
const worker = await startWorker({
  url: process.argv[2],
  concurrency: 1,
  debounceMs: 100,
  leaseMs: 1_500,
  onError: (error) => console.error(error instanceof Error ? error.message : String(error)),
});
console.log("up");
await asked;
await worker.stop();
