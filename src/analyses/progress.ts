import type { ReportProgress } from "./analysis.ts";

/** How far a thread is, in memory that it shares with whoever waits for it: pieces of work done, and pieces in all. */
export function sharedProgress(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

/** What a thread calls to keep it up; does nothing without it. */
export function progressReport(progress: Int32Array | undefined): ReportProgress {
  return (done, total) => {
    if (!progress) return;
    Atomics.store(progress, 1, total);
    Atomics.store(progress, 0, done);
  };
}

/** The share that is done, 0 to 1; null until the thread says. */
export function shareDone(progress: Int32Array): number | null {
  const total = Atomics.load(progress, 1);
  return total > 0 ? Math.min(1, Atomics.load(progress, 0) / total) : null;
}
