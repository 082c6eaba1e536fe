import { expect, test } from "vitest";
import { breakingChanges, undocumented } from "../../scripts/check-schema.ts";

const published = `"Q." type Query { "A." a("X." x: Int): Int! "B." b: E } "E." enum E { "ONE." ONE "TWO." TWO }`;
const found = (from: string, to: string) =>
  breakingChanges(published, published.replace(from, to)).map(({ type }) => type);

test.each([
  ["a field that is gone", '"B." b: E', "", "FIELD_REMOVED"],
  ["a field that may be null now", "Int!", "Int", "FIELD_CHANGED_KIND"],
  ["an argument that must be given now", "x: Int", "x: Int!", "ARG_CHANGED_KIND"],
  ["a value that is gone", '"TWO." TWO', "", "VALUE_REMOVED_FROM_ENUM"],
])("%s breaks clients", (_, from, to, type) => {
  expect(found(from, to)).toEqual([type]);
});

test("what is new breaks none", () => {
  expect(found("enum E {", 'enum E { "THREE." THREE')).toEqual([]);
  expect(found("x: Int", 'x: Int, "Y." y: Int')).toEqual([]);
});

test("what has no description is named", () => {
  expect(undocumented(published)).toEqual([]);
  expect(undocumented(published.replace('"X." ', "").replace('"ONE." ', ""))).toEqual(["Query.a.x", "E.ONE"]);
});
