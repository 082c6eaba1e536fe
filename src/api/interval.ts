import type { Interval } from "./schema.generated.ts";

/** An interval as the schema writes it. */
export function interval(ci: readonly [number, number] | null): Interval | null {
  return ci && { low: ci[0], high: ci[1] };
}
