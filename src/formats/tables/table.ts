/** A table that goes out to notebooks. */
export interface TableColumn {
  readonly name: string;
  readonly type: "int32" | "double" | "string" | "boolean";
  /** Unit or range; null for names and counts. */
  readonly unit: string | null;
  readonly isNullable: boolean;
}

/** Rows by column, in the order of the table's columns. */
export interface TableBatch {
  readonly nRows: number;
  readonly columns: readonly (number | string | boolean | null)[][];
}

/** Where a table's rows come from: what must be known to get the same ones again. */
export type Provenance = Readonly<Record<string, unknown>>;

/** What goes with a table, however it is written: where it comes from, and the unit of each column. */
export function withUnits(provenance: Provenance, columns: readonly TableColumn[]) {
  return { ...provenance, units: Object.fromEntries(columns.map(({ name, unit }) => [name, unit])) };
}
