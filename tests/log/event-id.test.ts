import { expect, test } from "vitest";
import { newEventId } from "../../src/log/event-id.ts";

test("RFC 9562 §5.7: 48 bits of milliseconds, version 7, variant 10", () => {
  // The RFC's own example (appendix A.6): Tuesday, 22 February 2022, 2:22:22 PM GMT−05:00.
  const id = newEventId(1_645_557_742_000);
  expect(id).toMatch(/^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("ids are in the order of time, never equal, and every random bit is both 0 and 1", () => {
  const ids = Array.from({ length: 5_000 }, (_, i) => newEventId(1_700_000_000_000 + i));
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  const bits = ids.map((id) => BigInt(`0x${id.replaceAll("-", "")}`));
  const random = (1n << 80n) - 1n;
  const fixed = (0xfn << 76n) | (0x3n << 62n);
  const everSet = bits.reduce((all, id) => all | id, 0n) & random & ~fixed;
  const alwaysSet = bits.reduce((all, id) => all & id, random) & ~fixed;
  expect(everSet).toBe(random & ~fixed);
  expect(alwaysSet).toBe(0n);
});
