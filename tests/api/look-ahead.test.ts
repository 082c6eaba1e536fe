import { expect, test } from "vitest";
import {
  buildSchema,
  execute,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  parse,
} from "../../src/api/graphql-package.ts";
import { asksFor } from "../../src/api/look-ahead.ts";

const schema = buildSchema("type Query { a: A } type A { b: A, c: Int, d: Int }");

/** Whether `a` asks for a field in this query. */
function asked(query: string, name: string): boolean {
  let found: boolean | undefined;
  const { a } = (schema.getQueryType() as GraphQLObjectType).getFields();
  a.resolve = (_source, _args, _context, info: GraphQLResolveInfo) => {
    found = asksFor(info, name);
    return null;
  };
  execute({ schema, document: parse(query) });
  if (found === undefined) throw new Error("the field was not asked for");
  return found;
}

test.each([
  ["itself", "{ a { c } }", true],
  ["further down", "{ a { b { b { c } } } }", true],
  ["through a fragment", "{ a { ...F } } fragment F on A { b { ...G } } fragment G on A { c }", true],
  ["through an inline fragment", "{ a { ... on A { c } } }", true],
  ["in the second of two places", "{ a { d } a { c } }", true],
  ["under another name", "{ a { d: c } }", true],
  ["nowhere", "{ a { b { d } c: d } }", false],
  ["beside it", "{ a { d } ...F } fragment F on Query { b: a { d } }", false],
])("a field that is asked for %s", (_, query, expected) => {
  expect(asked(query, "c")).toBe(expected);
});
