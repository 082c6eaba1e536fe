import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { typeDefs } from "../../src/api/graphql.ts";
import { buildSchema, Kind, type OperationDefinitionNode, parse } from "../../src/api/graphql-package.ts";
import { answerSize } from "../../src/api/query-limits.ts";
import { type ApiUnderTest, startApiUnderTest } from "./api-under-test.ts";
import { ask } from "./client.ts";

const schema = buildSchema(typeDefs);

function sizeOf(query: string, variables: Readonly<Record<string, unknown>> = {}): number {
  const { definitions } = parse(query);
  const operation = definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation === undefined) throw new Error("no operation");
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  return answerSize(schema, operation, fragments, variables);
}

describe("the size of an answer", () => {
  test("counts an object and each scalar in it", () => {
    expect(sizeOf("{ log { position projectedPosition } }")).toBe(3);
  });

  test("multiplies what a page holds by the page's size, and nothing else of the connection", () => {
    // The connection and totalCount; pageInfo and its field; 7 subjects of one field.
    expect(sizeOf("{ subjects(first: 7) { totalCount pageInfo { endCursor } nodes { id } } }")).toBe(
      2 + 2 + 7 * 2,
    );
    expect(sizeOf("query ($n: Int!) { subjects(first: $n) { nodes { id } } }", { n: 7 })).toBe(1 + 7 * 2);
    expect(sizeOf("{ subjects { nodes { id } } }")).toBe(1 + 100 * 2);
  });

  test("multiplies pages within lists within pages", () => {
    // 2 subjects, each of a connection and 40 sessions, each of a connection and 5 trials of one field.
    const query =
      "{ subjects(first: 2) { nodes { sessions(first: 40) { nodes { trials(first: 5) { nodes { number } } } } } } }";
    expect(sizeOf(query)).toBe(1 + 2 * (1 + 1 + 40 * (1 + (1 + 5 * 2))));
  });

  test("is the same through aliases and fragments", () => {
    const plain = sizeOf("{ subjects(first: 3) { nodes { id name } } }");
    expect(
      sizeOf(
        "{ subjects(first: 3) { ...P } } fragment P on SubjectConnection { nodes { ... on Subject { id name } } }",
      ),
    ).toBe(plain);
    expect(
      sizeOf(
        "{ a: subjects(first: 3) { ...P } b: subjects(first: 3) { ...P } } fragment P on SubjectConnection { nodes { id name } }",
      ),
    ).toBe(2 * plain);
  });

  test("takes no page to be larger than one may be, nor smaller than none", () => {
    const query = "query ($n: Int!) { subjects(first: $n) { nodes { id } } }";
    expect(sizeOf(query, { n: 2_000_000_000 })).toBe(sizeOf(query, { n: 1000 }));
    expect(sizeOf(query, { n: -5 })).toBe(sizeOf(query, { n: 0 }));
  });

  test("of fragments that double each other thirty times is found at once", () => {
    const doubling = Array.from(
      { length: 30 },
      (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`,
    ).join(" ");
    expect(sizeOf(`{ ...F0 } ${doubling} fragment F30 on Query { __typename }`)).toBe(2 ** 30);
  });
});

describe("over HTTP", () => {
  let api: ApiUnderTest;

  beforeAll(async () => {
    api = await startApiUnderTest();
  });

  afterAll(() => api?.stop());

  test("a query whose answer could be too large is refused before a statement is sent", async () => {
    api.statements.length = 0;
    const { status, errors } = await ask(
      api.url,
      "{ subjects(first: 1000) { nodes { sessions { nodes { trials(first: 1000) { nodes { number } } } } } } }",
    );
    expect(status).toBe(400);
    expect(errors[0]).toMatchObject({
      message: expect.stringContaining("500000 are allowed"),
      extensions: { code: "QUERY_TOO_LARGE", remedy: expect.stringContaining("first") },
    });
    expect(api.statements).toEqual([]);
  });

  test("many cohorts in one query are too much, though each is small", async () => {
    const query = `{ ${Array.from({ length: 30 }, (_, i) => `c${i}: cohort { n }`).join(" ")} }`;
    expect((await ask(api.url, query)).errors[0].extensions.code).toBe("QUERY_TOO_LARGE");
  });

  test("so is the schema asked for many times", async () => {
    const query = `{ ${Array.from({ length: 30 }, (_, i) => `s${i}: __schema { description }`).join(" ")} }`;
    expect((await ask(api.url, query)).errors[0].extensions.code).toBe("QUERY_TOO_LARGE");
  });

  test("a text of too many tokens is not parsed", async () => {
    const { errors } = await ask(api.url, `{ ${"__typename ".repeat(6000)} }`);
    expect(errors[0].extensions.code).toBe("GRAPHQL_PARSE_FAILED");
  });
});
