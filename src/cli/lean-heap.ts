import { setFlagsFromString } from "node:v8";

/** Of the living heap: how much it may grow before garbage is collected. */
const HEAP_GROWTH_PERCENT = {
  /** Rows live for a moment and never come back. */
  stream: 30,
  /** Many short answers: with less, each would pay for collections in its processor time. */
  server: 60,
} as const;

/**
 * For what streams: its rows live for a moment, but long enough to be taken for lasting ones, and on a machine with much
 * memory V8 lets a heap of 30 MB grow by 100 MB of dead rows before it looks at those.
 */
export function keepHeapLean(use: keyof typeof HEAP_GROWTH_PERCENT = "stream"): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT[use]}`);
}
