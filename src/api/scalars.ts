import { isDay } from "../read/parse-subject-filter.ts";
import { GraphQLError, GraphQLScalarType } from "./graphql-package.ts";

function refuse(value: unknown, wanted: string): never {
  throw new GraphQLError(`${JSON.stringify(value)} is not ${wanted}`);
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Scalars of the schema that GraphQL does not have. */
export const scalars = {
  DateTime: new GraphQLScalarType<Date, string>({
    name: "DateTime",
    serialize: (value) => {
      if (value instanceof Date) return value.toISOString();
      throw new TypeError(`${String(value)} is no instant`);
    },
    parseValue: (value) => {
      const at = typeof value === "string" && INSTANT.test(value) ? new Date(value) : new Date(Number.NaN);
      return Number.isNaN(at.getTime()) ? refuse(value, "an instant, such as 2026-03-01T09:30:00Z") : at;
    },
  }),
  Date: new GraphQLScalarType<string, string>({
    name: "Date",
    serialize: String,
    parseValue: (value) =>
      typeof value === "string" && isDay(value) ? value : refuse(value, "a day, such as 2026-03-01"),
  }),
  JSON: new GraphQLScalarType<unknown, unknown>({ name: "JSON", serialize: (value) => value }),
  Position: new GraphQLScalarType<number, number>({
    name: "Position",
    serialize: Number,
    parseValue: (value) =>
      Number.isSafeInteger(value) && Number(value) >= 0
        ? Number(value)
        : refuse(value, "a position, 0 or more"),
  }),
};
