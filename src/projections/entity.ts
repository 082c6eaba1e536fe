/**
 * An entity is what events register, change and void: a subject, a session, a trial. Its table holds a row for
 * every stretch of the log in which something was true of it.
 *
 * From this description come the set-based statements that bring a batch of events into the table. Expressions
 * are SQL over an event `e` or its payload.
 */
export interface Entity {
  readonly table: string;
  /** Whether the table's rows lie in partitions, those of a home under the number that its events have in the log. */
  readonly partitioned?: true;
  /** Key columns, each with its expression over the event `e`. */
  readonly key: Readonly<Record<string, string>>;
  /** Columns that follow from the event's address, not from its payload. */
  readonly address?: Readonly<Record<string, string>>;
  /** Payload fields by column; the function gives the expression over the JSON object it is handed. */
  readonly fields: Readonly<Record<string, Field>>;
  /** Columns that come from the event but cannot be amended. */
  readonly fixed?: Readonly<Record<string, string>>;
  readonly registers: string;
  /** What a second registration of the same key means: the newer one holds, or it is an error. */
  readonly again: "replaces" | "is refused";
  readonly amends?: string;
  readonly voids?: string;
  /** Events that set single columns; expressions over the event `e`. */
  readonly sets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Field {
  /** Name in the payload; null where only events of their own set it. */
  readonly name: string | null;
  readonly value: (payload: string) => string;
}

type FieldKind = "text" | "float" | "integer" | "date" | "time" | "json";

const casts: Readonly<Record<FieldKind, (payload: string, name: string) => string>> = {
  text: (p, name) => `${p}->>'${name}'`,
  // A JSON null is no number: ->> makes it an SQL null.
  float: (p, name) => `(${p}->>'${name}')::float8`,
  integer: (p, name) => `(${p}->>'${name}')::int`,
  date: (p, name) => `(${p}->>'${name}')::date`,
  time: (p, name) => `(${p}->>'${name}')::timestamptz`,
  json: (p, name) => `${p}->'${name}'`,
};

export function field(name: string, kind: FieldKind): Field {
  return { name, value: (payload) => casts[kind](payload, name) };
}

/** A field whose absence means something. */
export function fieldOr(name: string, kind: "integer" | "boolean", otherwise: string): Field {
  const type = kind === "integer" ? "int" : "boolean";
  return { name, value: (payload) => `coalesce((${payload}->>'${name}')::${type}, ${otherwise})` };
}

export function eventTypesOf(entity: Entity): readonly string[] {
  return [entity.registers, entity.amends, entity.voids, ...Object.keys(entity.sets ?? {})].filter(
    (type) => type !== undefined,
  );
}

/**
 * The entity with the one partition that all events at hand go to in the place of its table. To find a row's partition
 * takes longer than to write it, and a change through the whole table waits for all who work on any of its partitions.
 *
 * @param partition the number of the log's partition that the events come from; null where they come from any
 */
export function inPartition(entity: Entity, partition: number | null): Entity {
  if (partition === null || entity.partitioned !== true) return entity;
  return { ...entity, table: `${entity.table}_${partition}` };
}

/** Inserts the registrations among `source`, an expression for rows of events aliased `e`. */
export function registerStatement(entity: Entity, source: string): string {
  const columns = {
    ...entity.key,
    ...entity.address,
    ...Object.fromEntries(
      Object.entries(entity.fields).map(([column, { value }]) => [column, value("e.payload")]),
    ),
    ...entity.fixed,
    from_position: "e.position",
  };
  return `insert into ${entity.table} (${Object.keys(columns).join(", ")})
    select ${Object.values(columns).join(", ")} from ${source} where e.type = '${entity.registers}'`;
}

/** Numbers the events of each key, so that they can be taken one after another: round 1, round 2, …. */
export function roundsStatement(entity: Entity): string {
  const keys = Object.entries(entity.key);
  return `create temporary table round_event as
    select e.*, ${keys.map(([column, expression]) => `${expression} as key_${column}`).join(", ")},
           row_number() over (partition by ${keys.map(([, expression]) => expression).join(", ")}
                              order by e.position) as round
    from batch e where e.type in (${eventTypesOf(entity).map(quoted).join(", ")})`;
}

/** Ends the current rows that the events of round $1 change, void or replace. */
export function closeStatement(entity: Entity): string {
  const replaced = entity.again === "replaces" ? "" : `and e.type <> '${entity.registers}'`;
  return `update ${entity.table} t set to_position = e.position
    from round_event e
    where e.round = $1 ${replaced} and t.to_position is null
      and ${Object.keys(entity.key)
        .map((column) => `t.${column} = e.key_${column}`)
        .join(" and ")}`;
}

/** Inserts what the rows just ended became, for the events of round $1 that change them. */
export function changeStatement(entity: Entity): string | null {
  const changing = [...(entity.amends ? [entity.amends] : []), ...Object.keys(entity.sets ?? {})];
  if (changing.length === 0) return null;
  const kept = [
    ...Object.keys(entity.key),
    ...Object.keys(entity.address ?? {}),
    ...Object.keys(entity.fixed ?? {}),
  ].map((column) => [column, `t.${column}`]);
  const changed = Object.entries(entity.fields).map(([column, { name, value }]) => {
    const cases = Object.entries(entity.sets ?? {})
      .filter(([, columns]) => Object.hasOwn(columns, column))
      .map(([type, columns]) => `when e.type = '${type}' then ${columns[column]}`);
    if (entity.amends !== undefined && name !== null) {
      cases.unshift(
        `when e.type = '${entity.amends}' and e.payload->'changes' ? '${name}' then ${value("(e.payload->'changes')")}`,
      );
    }
    return [column, cases.length === 0 ? `t.${column}` : `case ${cases.join(" ")} else t.${column} end`];
  });
  const columns = Object.fromEntries([...kept, ...changed, ["from_position", "e.position"]]);
  return `insert into ${entity.table} (${Object.keys(columns).join(", ")})
    select ${Object.values(columns).join(", ")}
    from round_event e
    join ${entity.table} t on t.to_position = e.position and ${Object.keys(entity.key)
      .map((column) => `t.${column} = e.key_${column}`)
      .join(" and ")}
    where e.round = $1 and e.type in (${changing.map(quoted).join(", ")})`;
}

/** Counts the events of round $1 that must find a row to change or void. */
export function mustFindStatement(entity: Entity): string {
  return `select count(*) as n from round_event e where e.round = $1 and e.type <> '${entity.registers}'`;
}

const quoted = (text: string) => `'${text}'`;
