import { GraphQLScalarType } from "./graphql-package.ts";

/** Scalars of the schema that GraphQL does not have; all are only ever given, never taken. */
export const scalars = {
  DateTime: new GraphQLScalarType<Date, string>({
    name: "DateTime",
    serialize: (value) => {
      if (value instanceof Date) return value.toISOString();
      throw new TypeError(`${String(value)} is no instant`);
    },
  }),
  Date: new GraphQLScalarType<string, string>({ name: "Date", serialize: String }),
  JSON: new GraphQLScalarType<unknown, unknown>({ name: "JSON", serialize: (value) => value }),
  Position: new GraphQLScalarType<number, number>({ name: "Position", serialize: Number }),
};
