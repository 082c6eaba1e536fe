import { SaddlepointError } from "../errors.ts";

/** A bucket of requests: it fills at a rate, and a request takes one out. */
export interface RateLimit {
  /** Requests a second, in the long run. */
  readonly perSecond: number;
  /** Requests that may come at once. */
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  /** When `tokens` was right, in milliseconds. */
  at: number;
}

/** Buckets that are looked through for full ones, which are as good as none, when there are so many. */
const MAX_BUCKETS = 10_000;

/**
 * Counts requests by whoever sends them.
 *
 * @param now milliseconds that never go back
 */
export function createRateLimiter(limit: RateLimit, now: () => number = () => performance.now()) {
  const buckets = new Map<string, Bucket>();
  const refilled = ({ tokens, at }: Bucket, time: number) =>
    Math.min(limit.burst, tokens + ((time - at) / 1000) * limit.perSecond);
  return {
    /** @throws SaddlepointError RATE_LIMITED */
    take(who: string): void {
      const time = now();
      const bucket = buckets.get(who) ?? { tokens: limit.burst, at: time };
      bucket.tokens = refilled(bucket, time);
      bucket.at = time;
      buckets.set(who, bucket);
      if (buckets.size > MAX_BUCKETS) {
        for (const [name, each] of buckets) if (refilled(each, time) >= limit.burst) buckets.delete(name);
      }
      if (bucket.tokens < 1) {
        throw new SaddlepointError(
          "RATE_LIMITED",
          `more than ${limit.perSecond} requests a second came from one sender`,
          "Wait a second; ask for more in one request, or for less often.",
        );
      }
      bucket.tokens -= 1;
    },
  };
}

export type RateLimiter = ReturnType<typeof createRateLimiter>;
