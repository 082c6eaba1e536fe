import type { Cause } from "../src/read/run-queue.ts";

/** Lower is earlier: who asks comes before new data, and both before the night. */
export const PRIORITIES: Readonly<Record<Cause, number>> = { request: 0, change: 10, night: 20 };
