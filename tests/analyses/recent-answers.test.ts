import { expect, test } from "vitest";
import { RecentAnswers } from "../../src/analyses/recent-answers.ts";

function counted() {
  const found: string[] = [];
  const recent = new RecentAnswers<string>(10);
  const ask = (identity: string, weight = 4) =>
    recent.get(identity, weight, async () => {
      found.push(identity);
      return identity.toUpperCase();
    });
  return { found, recent, ask };
}

test("the same question is answered once, also while its answer is being found", async () => {
  const { found, ask } = counted();
  expect(await Promise.all([ask("a"), ask("a"), ask("b")])).toEqual(["A", "A", "B"]);
  expect(await ask("a")).toBe("A");
  expect(found).toEqual(["a", "b"]);
});

test("what was asked for longest ago goes first when it grows too heavy", async () => {
  const { found, ask } = counted();
  for (const identity of ["a", "b", "a", "c", "a", "b"]) await ask(identity);
  expect(found).toEqual(["a", "b", "c", "b"]);
  // Too heavy to keep at all.
  await ask("whole", 11);
  await ask("whole", 11);
  expect(found.slice(4)).toEqual(["whole", "whole"]);
});

test("a failure is not kept", async () => {
  const { recent, ask } = counted();
  await expect(recent.get("a", 1, () => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
  expect(await ask("a")).toBe("A");
});
