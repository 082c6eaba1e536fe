/** A thread that recovers one simulated mouse at a time. Plain Node: the test runner's modules cost inner loops dear. */
import { parentPort } from "node:worker_threads";
import { type RecoveryOptions, recoverMouse } from "../../src/science/network/parameter-recovery.ts";

parentPort?.on("message", ({ mouse, options }: { mouse: number; options: RecoveryOptions }) => {
  parentPort?.postMessage(recoverMouse(mouse, options));
});
