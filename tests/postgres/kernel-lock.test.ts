import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { tryLock } from "../../src/postgres/embedded/kernel-lock.ts";
import { livingBytes } from "../support/memory.ts";

const folder = mkdtempSync(join(tmpdir(), "saddlepoint-lock-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a lock stays held when nobody keeps its handle", async () => {
  const path = join(folder, "forgotten");
  expect(tryLock(path)).not.toBeNull();
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    // Collects the garbage.
    livingBytes();
  }
  expect(tryLock(path)).toBeNull();
});
