/** Queries by chance, of everything that the schema lets one ask, well and badly. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  parseValue,
  valueFromASTUntyped,
} from "../../src/api/graphql-package.ts";
import type { Random } from "../../src/science/random.ts";

/** Values that arguments are drawn from, beside those of their types. */
export interface Draws {
  readonly ids: readonly string[];
  readonly subjects: readonly string[];
  /** Of labs, projects, subjects and sites. */
  readonly names: readonly string[];
  readonly texts: readonly string[];
  readonly cursors: readonly string[];
  /** Positions go from 0 to this one. */
  readonly position: number;
  readonly times: readonly string[];
  /** Fields of Query that are not asked for. */
  readonly without: ReadonlySet<string>;
}

const MAX_DEPTH = 7;
const INTS = [0, 1, 2, 3, 5, 10, 1000, 1001, -1, 2 ** 31 - 1, -(2 ** 31)];
const FLOATS = [0, -0.25, 0.1, 0.5, 1, -1, 1e9, -1e308, 5e-324];

export interface RandomRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A query with the variables that it states, the same for the same random numbers. */
export function randomQuery(schema: GraphQLSchema, random: Random, draws: Draws): RandomRequest {
  const { selection, variables } = generator(schema, random, draws);
  const text = selection("Query", 0);
  const stated = variables.map(({ name, type }) => `$${name}: ${type}`).join(", ");
  return {
    query: stated === "" ? text : `query (${stated}) ${text}`,
    variables: Object.fromEntries(variables.map(({ name, given }) => [name, given])),
  };
}

/** The address of an export, good or bad. Where it says no position, what is told of the log's length may differ. */
export function randomExport(schema: GraphQLSchema, random: Random, draws: Draws): string {
  const { value, pick, chance } = generator(schema, random, draws);
  const table = pick(["trials", "measures", "segments", "weights", chance(0.9) ? "trials" : "tokens"]);
  const format = pick(["csv", "csv", "parquet", chance(0.9) ? "csv" : "xlsx"]);
  const asked = new URLSearchParams({ format });
  if (format === "parquet" || chance(0.5)) asked.set("position", String(random.integer(draws.position + 1)));
  if (chance(0.05)) asked.set("position", pick(draws.texts));
  const filter = schema.getType("SubjectFilter") as GraphQLInputType;
  if (chance(0.8)) asked.set("filter", JSON.stringify(asJson(value(filter, 0))));
  return `/v1/export/${table}?${asked}`;
}

/** A value as GraphQL writes it, as JSON. */
function asJson(literal: string): unknown {
  return valueFromASTUntyped(parseValue(literal));
}

function generator(schema: GraphQLSchema, random: Random, draws: Draws) {
  const pick = <Item>(items: readonly Item[]): Item => items[random.integer(items.length)];
  const chance = (share: number) => random.uniform() < share;
  const aliases = { n: 0 };
  const variables: { readonly name: string; readonly type: string; readonly given: unknown }[] = [];

  function selection(typeName: string, depth: number): string {
    const type = schema.getType(typeName);
    if (isInterfaceType(type)) {
      const possible = schema.getPossibleTypes(type);
      const parts = Array.from({ length: 1 + random.integer(3) }, () => pick(possible)).map(
        ({ name }) => `... on ${name} ${selection(name, depth + 1)}`,
      );
      return `{ __typename id ${[...new Map(parts.map((part) => [part.split(" ")[2], part])).values()].join(" ")} }`;
    }
    if (!isObjectType(type)) throw new Error(`${typeName} has no fields`);
    const fields = Object.values(type.getFields()).filter(
      (field) =>
        !(depth === 0 && draws.without.has(field.name)) &&
        (depth < MAX_DEPTH || isLeafType(getNamedType(field.type))),
    );
    if (fields.length === 0) return "{ __typename }";
    const n = 1 + random.integer(depth === 0 ? 2 : Math.min(fields.length, 5));
    return `{ ${Array.from({ length: n }, () => field(pick(fields), depth)).join(" ")} }`;
  }

  function field(definition: GraphQLField<unknown, unknown>, depth: number): string {
    const named = getNamedType(definition.type);
    const below = isLeafType(named) ? "" : ` ${selection(named.name, depth + 1)}`;
    // Every one has a name of its own: two of one name must agree in their arguments.
    aliases.n += 1;
    const directive = chance(0.03) ? ` @${pick(["include", "skip"])}(if: ${chance(0.5)})` : "";
    return `a${aliases.n}: ${definition.name}${args(definition.args)}${directive}${below}`;
  }

  function args(definitions: readonly GraphQLArgument[]): string {
    // Cursors are of one list each, and refused by the others.
    const share = ({ name }: GraphQLArgument) => (name === "after" ? 0.1 : 0.5);
    const stated = definitions.filter(
      (arg) => (isNonNullType(arg.type) && arg.defaultValue === undefined) || chance(share(arg)),
    );
    return stated.length === 0 ? "" : `(${stated.map((arg) => `${arg.name}: ${given(arg)}`).join(", ")})`;
  }

  /** An argument in the query's text, or in a variable. */
  function given(arg: GraphQLArgument): string {
    const literal = argument(arg);
    if (!chance(0.3)) return literal;
    const name = `v${variables.length}`;
    variables.push({ name, type: String(arg.type), given: asJson(literal) });
    return `$${name}`;
  }

  function argument(arg: GraphQLArgument | GraphQLInputField): string {
    if (arg.name === "after") return chance(0.9) ? text(draws.cursors) : text(draws.texts);
    // Most pages are small, so that most queries are answered.
    if (arg.name === "first") return String(chance(0.95) ? random.integer(4) : pick(INTS));
    if (arg.name === "id" || arg.name === "subject")
      return chance(0.6) ? text(draws.subjects) : value(arg.type, 0);
    return value(arg.type, 0);
  }

  const text = (values: readonly string[]) => JSON.stringify(pick(values));

  function value(type: GraphQLInputType, depth: number): string {
    if (isNonNullType(type)) return value(type.ofType, depth);
    if (chance(0.01)) return "null";
    if (isListType(type)) {
      return `[${Array.from({ length: random.integer(4) }, () => value(type.ofType, depth)).join(", ")}]`;
    }
    if (isEnumType(type)) return pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (each) => depth < 3 || !isInputObjectType(getNamedType(each.type)),
      );
      // Of the moments, and mostly so, one alone is a good question.
      const chosen =
        type.name === "AsOf" && chance(0.9)
          ? [pick(fields)]
          : fields.filter((each) => isNonNullType(each.type) || chance(1.5 / fields.length));
      return `{${chosen.map((each) => `${each.name}: ${value(each.type, depth + 1)}`).join(", ")}}`;
    }
    switch (type.name) {
      case "Int":
        return String(chance(0.9) ? 1 + random.integer(5) : pick(INTS));
      case "Float":
        return String(pick(FLOATS));
      case "Boolean":
        return String(chance(0.5));
      case "ID":
        return chance(0.95) ? text(draws.ids) : text(draws.texts);
      case "Position":
        return String(random.integer(draws.position + 1));
      case "DateTime":
        return text(draws.times);
      case "Date":
        return text(chance(0.9) ? ["2026-03-01", "2026-03-05", "1999-01-01"] : ["2026-02-30", "x"]);
      default:
        return chance(0.9) ? text(draws.names) : text(draws.texts);
    }
  }

  return { selection, value, variables, pick, chance };
}
