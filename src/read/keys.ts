import { type RawBuilder, sql } from "kysely";

/*
 * Rows by their keys, for statements that answer many askers at once but mostly have one. PostgreSQL keeps the plan of
 * a prepared statement only where it looks as cheap without the values as with them. Of an array it then has to guess
 * how long it is, and guesses ten: so it would plan anew for each request, which takes longer than to execute. One key
 * is therefore asked for as one.
 */

/** Whether a column has one of these values. */
export function isAmong(column: string, keys: readonly string[]): RawBuilder<boolean>;
export function isAmong(column: string, keys: readonly number[], type: "bigint"): RawBuilder<boolean>;
export function isAmong(
  column: string,
  keys: readonly (string | number)[],
  type: "text" | "bigint" = "text",
): RawBuilder<boolean> {
  return keys.length === 1
    ? sql<boolean>`${sql.ref(column)} = ${keys[0]}`
    : sql<boolean>`${sql.ref(column)} = any (${[...keys]}::${sql.raw(type)}[])`;
}

/** A column's type, and its value in each row. */
type Column = readonly [type: "text" | "int" | "bigint", values: readonly (string | number | null)[]];

/** Rows given by their columns, as `k` with the number of each, from 1, as `k.request`; to select from. */
export function givenRows(columns: Readonly<Record<string, Column>>): RawBuilder<unknown> {
  const names = sql.join(Object.keys(columns).map((name) => sql.id(name)));
  const given = Object.values(columns);
  if (given[0][1].length === 1) {
    const values = given.map(([type, [value]]) => sql`${value}::${sql.raw(type)}`);
    return sql`(values (${sql.join(values)}, 1::bigint)) as k(${names}, request)`;
  }
  const arrays = given.map(([type, values]) => sql`${[...values]}::${sql.raw(type)}[]`);
  return sql`unnest(${sql.join(arrays)}) with ordinality as k(${names}, request)`;
}
