import { SaddlepointError } from "../errors.ts";

/** Throws once an answer has taken too long, or who asked has gone. */
export function timeLeft(timeoutMs: number, hasGone: () => boolean): () => void {
  const end = performance.now() + timeoutMs;
  return () => {
    if (performance.now() < end && !hasGone()) return;
    throw new SaddlepointError(
      "REQUEST_TIMEOUT",
      `the request was not answered within ${timeoutMs / 1000} s`,
      "Ask for less at once: smaller pages, or a narrower filter.",
    );
  };
}
