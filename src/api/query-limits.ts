/**
 * What one query may ask for. Depth says little (the schema has no cycles, and pages nest), so the size of the
 * largest possible answer is bounded instead, before anything is executed: the values that it could hold, by the
 * page sizes that the query states and the list sizes that the schema assumes (@listSize, @cost).
 */
import type { ApolloServerPlugin } from "@apollo/server";
import { SaddlepointError } from "../errors.ts";
import type { ApiContext } from "./context.ts";
import { requestError } from "./errors.ts";
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  visit,
} from "./graphql-package.ts";
import { MAX_PAGE_SIZE } from "./page-request.ts";
import type { RateLimit } from "./rate-limit.ts";

export interface QueryLimits {
  /** Scalars and objects that an answer may hold. */
  readonly maxValues: number;
  /** Tokens that a query's text may have. */
  readonly maxTokens: number;
  /** Aliases that a query's text may have. */
  readonly maxAliases: number;
  /** How long a request may go on asking the database, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** Requests of one token; of one address where there is no token. */
  readonly rate: RateLimit;
}

export const defaultQueryLimits: QueryLimits = {
  maxValues: 500_000,
  maxTokens: 5_000,
  maxAliases: 200,
  requestTimeoutMs: 30_000,
  rate: { perSecond: 250, burst: 500 },
};

/** What reading the schema itself is taken to cost, in values. */
const INTROSPECTION_VALUES = 20_000;
/** Rows of a list of which the schema says nothing. */
const UNKNOWN_LIST_SIZE = 100;

type AnswerLimits = Pick<QueryLimits, "maxValues" | "maxAliases">;

/** Holds every request to requireSmallAnswer, and refuses subscriptions, which HTTP has no way to answer. */
export function answerSizeLimit(limits: AnswerLimits): ApolloServerPlugin<ApiContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ schema, document, operation, request }) => {
        if (!operation) return;
        if (operation.operation === OperationTypeNode.SUBSCRIPTION) throw overHttp();
        requireSmallAnswer(schema, document, operation, request.variables ?? {}, limits);
      },
    }),
  };
}

/**
 * Of a subscription, each event is an answer.
 *
 * @throws an error of the request: QUERY_TOO_LARGE where an answer could hold more than `maxValues`, TOO_MANY_ALIASES
 */
export function requireSmallAnswer(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  { maxValues, maxAliases }: AnswerLimits,
): void {
  requireFewAliases(document, maxAliases);
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const values = answerSize(schema, operation, fragments, variables);
  if (values <= maxValues) return;
  throw requestError(
    new SaddlepointError(
      "QUERY_TOO_LARGE",
      `this query's answer could hold ${values} values; ${maxValues} are allowed`,
      "Ask for smaller pages (`first`) or fewer fields, and follow pageInfo.endCursor for the rest.",
    ),
    400,
  );
}

function overHttp(): GraphQLError {
  return requestError(
    new SaddlepointError(
      "SUBSCRIPTION_OVER_HTTP",
      "a subscription cannot be answered over HTTP",
      "Open a WebSocket at the same address with the protocol graphql-transport-ws, as the package graphql-ws does.",
    ),
    400,
  );
}

/** @throws an error of the request, TOO_MANY_ALIASES */
function requireFewAliases(document: DocumentNode, maxAliases: number): void {
  let aliases = 0;
  visit(document, {
    Field: ({ alias }) => {
      if (alias !== undefined) aliases += 1;
    },
  });
  if (aliases <= maxAliases) return;
  throw requestError(
    new SaddlepointError(
      "TOO_MANY_ALIASES",
      `this query has ${aliases} aliases; ${maxAliases} are allowed`,
      "Ask for lists, or for `nodes(ids: …)`, in place of one thing under many names.",
    ),
    400,
  );
}

/** The largest number of scalars and objects that an operation's answer can hold, by the sizes in the schema. */
export function answerSize(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
  variables: Readonly<Record<string, unknown>>,
): number {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  // Wrong variables are refused when the query is executed.
  if (coerced === undefined) return 0;
  const walk: Walk = {
    schema,
    variables: coerced,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    sizes: new Map(),
  };
  const root = schema.getRootType(operation.operation);
  return root ? selectionSize(walk, root.name, operation.selectionSet, null) : 0;
}

interface Walk {
  readonly schema: GraphQLSchema;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Sizes found of fragments, so that fragments within fragments cost no more than their text. */
  readonly sizes: Map<string, number>;
}

/** The bound that a connection puts on some of its fields. */
interface SizedFields {
  readonly fields: readonly string[];
  readonly rows: number;
}

function selectionSize(
  walk: Walk,
  typeName: string,
  selections: SelectionSetNode,
  sized: SizedFields | null,
): number {
  const conditioned = (condition: NamedTypeNode | undefined) => condition?.name.value ?? typeName;
  let total = 0;
  for (const node of selections.selections) {
    if (node.kind === Kind.INLINE_FRAGMENT) {
      total += selectionSize(walk, conditioned(node.typeCondition), node.selectionSet, sized);
    } else if (node.kind === Kind.FRAGMENT_SPREAD) {
      const key = `${node.name.value} ${sized?.rows ?? ""}`;
      const fragment = walk.fragments.get(node.name.value);
      const known = walk.sizes.get(key);
      if (known === undefined && fragment !== undefined) {
        const size = selectionSize(walk, conditioned(fragment.typeCondition), fragment.selectionSet, sized);
        walk.sizes.set(key, size);
        total += size;
      } else total += known ?? 0;
    } else if (node.name.value === "__schema" || node.name.value === "__type") {
      total += INTROSPECTION_VALUES;
    } else {
      const type = walk.schema.getType(typeName);
      const field =
        isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
      if (field === undefined) {
        total += 1; // __typename
        continue;
      }
      const args = getArgumentValues(field, node, walk.variables);
      const { rows, inner } = listSize(walk.schema, field, args, sized);
      const named = getNamedType(field.type);
      const below =
        node.selectionSet && isCompositeType(named)
          ? selectionSize(walk, named.name, node.selectionSet, inner)
          : 0;
      total += directive(walk.schema, "cost", field)?.weight ?? 0;
      total += rows * (1 + below);
    }
  }
  return total;
}

/** Rows of a field, and the bound that it puts on fields below it. */
function listSize(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  args: Readonly<Record<string, unknown>>,
  sized: SizedFields | null,
): { readonly rows: number; readonly inner: SizedFields | null } {
  const isList = isListType(getNullableType(field.type));
  if (isList && sized?.fields.includes(field.name)) return { rows: sized.rows, inner: null };
  const { assumedSize, slicingArguments, sizedFields } = directive(schema, "listSize", field) ?? {};
  const asked = (slicingArguments ?? []).map((name) => args[name]).find((value) => typeof value === "number");
  const rows = Math.min(Math.max(asked ?? assumedSize ?? UNKNOWN_LIST_SIZE, 0), MAX_PAGE_SIZE);
  if (sizedFields) return { rows: 1, inner: { fields: sizedFields, rows } };
  return { rows: isList ? rows : 1, inner: null };
}

interface Directives {
  listSize: { assumedSize?: number; slicingArguments?: readonly string[]; sizedFields?: readonly string[] };
  cost: { weight: number };
}

function directive<Name extends keyof Directives>(
  schema: GraphQLSchema,
  name: Name,
  field: GraphQLField<unknown, unknown>,
): Directives[Name] | undefined {
  const definition = schema.getDirective(name);
  if (!definition || !field.astNode) return undefined;
  return getDirectiveValues(definition, field.astNode) as Directives[Name] | undefined;
}
