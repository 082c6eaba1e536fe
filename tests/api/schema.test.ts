import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { typeDefs } from "../../src/api/graphql.ts";
import {
  buildSchema,
  type GraphQLField,
  type GraphQLNamedType,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  parse,
  validate,
  validateSchema,
} from "../../src/api/graphql-package.ts";
import { exampleQueries } from "../../src/api/query-page/example-queries.ts";
import { questions } from "../benchmark/api-questions.ts";
import { type ApiUnderTest, startApiUnderTest } from "./api-under-test.ts";
import { data } from "./client.ts";

const schema = buildSchema(typeDefs);
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith("__") && type.astNode !== undefined,
);
const fields = types
  .filter(isObjectType)
  .flatMap((type) =>
    Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })),
  );

describe("the published schema", () => {
  test("is valid", () => {
    expect(validateSchema(schema)).toEqual([]);
  });

  test("documents every type, field, argument, value and directive with a sentence", () => {
    const documented = [
      ...types.flatMap(describedParts),
      ...schema
        .getDirectives()
        .filter((directive) => directive.astNode !== undefined)
        .flatMap((directive) => [
          { name: `@${directive.name}`, description: directive.description },
          ...directive.args.map((arg) => ({
            name: `@${directive.name}.${arg.name}`,
            description: arg.description,
          })),
        ]),
    ];
    const bare = documented.filter(({ name, description }) => !isSentence(description) && !IDS.has(name));
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  test("says the unit or range of every number that is not whole", () => {
    const unitless = fields
      .filter(({ field }) => getNamedType(field.type).name === "Float")
      .filter(({ field }) => !UNIT.test(field.description ?? ""));
    expect(unitless.map(({ name }) => name)).toEqual([]);
  });

  test("answers the questions of its benchmark and of the query page", () => {
    const asked = [
      ...questions.map(({ graphql }) => graphql("lab/study/m")),
      ...exampleQueries("lab/study/m").map(({ query }) => query),
    ];
    expect(asked.flatMap((query) => validate(schema, parse(query)))).toEqual([]);
  });

  test("says of every field that may be null when it is", () => {
    const silent = fields
      .filter(({ field }) => getNullableType(field.type) === field.type)
      .filter(({ field }) => !/\bnull\b/i.test(field.description ?? ""));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  test("says the size of every list, for the limit on answers", () => {
    const sized = new Set(
      fields.flatMap(({ field }) => {
        const inner = listSize(field)?.sizedFields ?? [];
        return inner.map((name) => `${getNamedType(field.type).name}.${name}`);
      }),
    );
    const unbounded = fields
      .filter(({ field }) => isListType(getNullableType(field.type)))
      .filter(({ name, field }) => listSize(field) === undefined && !sized.has(name));
    expect(unbounded.map(({ name }) => name)).toEqual([]);
  });

  test("names types in PascalCase, fields and arguments in camelCase, values in capitals", () => {
    const wrong = types.flatMap((type) => [
      ...(/^[A-Z][A-Za-z]*$/.test(type.name) ? [] : [type.name]),
      ...(isEnumType(type) ? type.getValues().filter(({ name }) => !/^[A-Z][A-Z_]*$/.test(name)) : []),
      ...(isObjectType(type) || isInputObjectType(type)
        ? Object.keys(type.getFields()).filter((name) => !/^[a-z][A-Za-z]*$/.test(name))
        : []),
    ]);
    expect(wrong).toEqual([]);
  });
});

describe("the server", () => {
  let api: ApiUnderTest;

  beforeAll(async () => {
    api = await startApiUnderTest({ limits: { maxValues: 1_000_000_000, maxTokens: 100_000 } });
  });

  afterAll(() => api?.stop());

  test("answers every field of the schema", async () => {
    const query = `{ ${selections(schema.getType("Query"))} }`;
    const answer = await data(api.url, query);
    expect(answer.subject.sessions.nodes).toHaveLength(10);
    expect(answer.subjects.nodes[0].segments.nodes[0].run.parameters).toEqual({ minTrials: 70 });
    expect(answer.cohort.excluded[0].subject.sessions.nodes[0].trials.edges[0].node.number).toBe(3);
  });

  test("serves the schema that is published, descriptions and all", async () => {
    const { __schema } = await data(
      api.url,
      "{ __schema { description types { name description fields { name description } } } }",
    );
    expect(__schema.description).toBe(schema.description);
    for (const type of types.filter(isObjectType)) {
      const served = __schema.types.find((each: { name: string }) => each.name === type.name);
      expect(served.description).toBe(type.description);
      expect(served.fields).toEqual(
        Object.values(type.getFields()).map(({ name, description }) => ({ name, description })),
      );
    }
  });
});

/** A path in place of a sentence says what an id is made of. */
const IDS = new Set(["Subject.id", "Query.subject.id"]);

const UNIT =
  /\bseconds\b|\bmillimetres\b|\bmicrolitres\b|\bbits\b|0 to 1\b|−1 to 1\b|−½ to ½|in the measure's own unit|in the unit of|−2 to 2|at most 1\b|without unit\b|\b(?:nano|milli)?(?:metres|watts|seconds|hertz)\b/;

function isSentence(description: string | null | undefined): boolean {
  return typeof description === "string" && /^[\s\S]{4,}\.$/.test(description.trim());
}

function describedParts(type: GraphQLNamedType) {
  const parts: { name: string; description: string | null | undefined }[] = [type];
  if (isEnumType(type)) {
    parts.push(...type.getValues().map((value) => ({ ...value, name: `${type.name}.${value.name}` })));
  }
  if (isInputObjectType(type)) {
    const inputs = Object.values(type.getFields());
    parts.push(...inputs.map((field) => ({ ...field, name: `${type.name}.${field.name}` })));
  }
  if (isObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      const name = `${type.name}.${field.name}`;
      parts.push({ name, description: field.description });
      parts.push(...field.args.map((arg) => ({ name: `${name}.${arg.name}`, description: arg.description })));
    }
  }
  return parts;
}

function listSize(field: GraphQLField<unknown, unknown>): { sizedFields?: readonly string[] } | undefined {
  const definition = schema.getDirective("listSize");
  if (!definition || !field.astNode) throw new Error("the schema has no @listSize");
  return getDirectiveValues(definition, field.astNode);
}

/** Every field of a type, and of the types below it, as the text of a selection. */
function selections(type: GraphQLNamedType | undefined): string {
  if (!isObjectType(type) && !isInterfaceType(type)) throw new Error(`${type} has no fields`);
  return Object.values(type.getFields())
    .map((field) => {
      const args = field.args.map((arg) => {
        if (arg.name === "ids") return 'ids: ["north", "run:1"]';
        if (arg.name === "by" && getNamedType(arg.type).name === "CohortLabel") return "by: SEX";
        if (arg.name === "a" || arg.name === "b") return `${arg.name}: {lab: "${arg.name}"}`;
        if (field.name === "runRequest") return 'id: "request:1"';
        if (arg.name === "id") return 'id: "north/learning/m01"';
        if (arg.name === "subject") return 'subject: "north/learning/m01"';
        if (arg.name === "site") return 'site: "none"';
        return arg.name === "first" ? "first: 20" : "";
      });
      const stated = args.filter((arg) => arg !== "");
      const named = getNamedType(field.type);
      const below = isLeafType(named) ? "" : ` { ${selections(named)} }`;
      return `${field.name}${stated.length > 0 ? `(${stated.join(", ")})` : ""}${below}`;
    })
    .join(" ");
}
