/**
 * A projection turns a stretch of the log into rows by set-based statements, run in order in one transaction.
 *
 * Each statement may read `batch`: the events of the stretch that are to be projected, with `session` taken from
 * the stream's name. Table names are unqualified: the schema is on the search path, so that a rebuild can run the
 * same statements into another schema. Replaying any cut of the log into stretches must give the same rows.
 */
export interface Projection {
  readonly name: string;
  /** The tables it fills, in the order in which a digest reads them. */
  readonly tables: readonly string[];
  readonly statements: readonly string[];
}

/**
 * Statements for rows that a whole new event replaces: the row that was current ends where its successor begins.
 *
 * @param key columns that identify the row's subject
 * @param columns expressions over the event `e`, by column; the key included
 */
export function replacing(
  table: string,
  type: string,
  key: readonly string[],
  columns: Readonly<Record<string, string>>,
): readonly string[] {
  const keyOf = (prefix: string) => key.map((k) => `${prefix}.${k}`).join(", ");
  const rows = `select ${Object.entries(columns)
    .map(([column, expression]) => `${expression} as ${column}`)
    .join(", ")}, e.position from batch e where e.type = '${type}'`;
  return [
    `update ${table} t set to_position = n.position
     from (select ${key.join(", ")}, min(position) as position from (${rows}) r group by ${key.join(", ")}) n
     where t.to_position is null and ${key.map((k) => `t.${k} = n.${k}`).join(" and ")}`,
    `insert into ${table} (${Object.keys(columns).join(", ")}, from_position, to_position)
     select ${Object.keys(columns)
       .map((c) => `r.${c}`)
       .join(", ")}, r.position, lead(r.position) over (partition by ${keyOf("r")} order by r.position)
     from (${rows}) r`,
  ];
}
