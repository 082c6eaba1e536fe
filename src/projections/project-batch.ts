import type pg from "pg";
import { entities, inSessionTables } from "./entities.ts";
import {
  changeStatement,
  closeStatement,
  type Entity,
  eventTypesOf,
  inPartition,
  mustFindStatement,
  registerStatement,
  roundsStatement,
} from "./entity.ts";

/*
 * One batch of events into all tables. The events lie in the temporary table `batch`, summarised in `batch_stream`;
 * table names are unqualified, the schema is on the search path. Cutting the log into other batches must give the same rows.
 */

/** Events that end the rows of other entities too: a batch holds nothing else beside one of them. */
export const CASCADING_TYPES = ["SessionVoided", "SubjectVoided"] as const;

/** Events that change no row that is there already, of the tables that lie in partitions. */
export function isOnlyAdding(types: ReadonlySet<string>): boolean {
  const changing = entities
    .filter((entity) => entity.partitioned)
    .flatMap((entity) => eventTypesOf(entity).filter((type) => type !== entity.registers));
  return ![...changing, ...CASCADING_TYPES, "EventDismissed"].some((type) => types.has(type));
}

/** An event that the projections cannot use, such as an amendment of a trial that was never recorded. */
export class PoisonError extends Error {}

/** Whether an error says that an event cannot be projected, rather than that the server is in trouble. */
export function isPoison(error: unknown): error is Error {
  if (error instanceof PoisonError) return true;
  // SQLSTATE classes 22 (data exception) and 23 (integrity constraint violation).
  return error instanceof Error && "code" in error && /^2[23]/.test(String(error.code));
}

/** Tables of a schema of projections, in the order in which a digest reads them. */
export const projectionTables: readonly string[] = [
  ...entities.map((entity) => entity.table),
  "session_digest",
  "blocked_stream",
];

/**
 * @param types the types of the events in `batch`
 * @param partition the number of the log's partition that all of them come from; null where they come from any
 * @throws PoisonError, or the server's error for an event that a table refuses
 */
export async function projectBatch(
  client: pg.PoolClient,
  types: ReadonlySet<string>,
  partition: number | null = null,
): Promise<void> {
  if (types.size === 0) return;
  await client.query(IMPLIED);
  for (const entity of entities) await projectEntity(client, inPartition(entity, partition), types);
  if (CASCADING_TYPES.some((type) => types.has(type))) {
    for (const statement of cascade(partition)) await client.query(statement);
  }
  for (const [kind, digested] of Object.entries(digestedTypes)) {
    if (digested.some((type) => types.has(type))) await client.query(digestStatement(digested), [kind]);
  }
}

async function projectEntity(
  client: pg.PoolClient,
  entity: Entity,
  types: ReadonlySet<string>,
): Promise<void> {
  const own = eventTypesOf(entity).filter((type) => types.has(type));
  if (own.length === 0) return;
  if (own.length === 1 && own[0] === entity.registers && entity.again === "is refused") {
    await client.query(registerStatement(entity, "batch e"));
    return;
  }
  await client.query(roundsStatement(entity));
  const rounds = await client.query<{ n: number }>("select coalesce(max(round), 0) as n from round_event");
  const change = changeStatement(entity);
  for (let round = 1; round <= rounds.rows[0].n; round++) {
    const closed = await client.query(closeStatement(entity), [round]);
    const must = await client.query<{ n: number }>(mustFindStatement(entity), [round]);
    if (entity.again === "is refused" && closed.rowCount !== must.rows[0].n) throw nothingToChange(entity);
    if (entity.again === "replaces" && must.rows[0].n > 0) await requireFound(client, entity, round);
    if (change !== null) await client.query(change, [round]);
    await client.query(registerStatement(entity, `(select * from round_event where round = ${round}) e`));
  }
  await client.query("drop table round_event");
}

/** Where registrations may close rows too, a count does not tell: look for changes that closed nothing. */
async function requireFound(client: pg.PoolClient, entity: Entity, round: number): Promise<void> {
  const keys = Object.keys(entity.key).map((column) => `t.${column} = e.key_${column}`);
  const lost = await client.query(
    `select from round_event e
     where e.round = $1 and e.type <> '${entity.registers}'
       and not exists (select from ${entity.table} t where t.to_position = e.position and ${keys.join(" and ")})
     limit 1`,
    [round],
  );
  if (lost.rowCount !== 0) throw nothingToChange(entity);
}

function nothingToChange(entity: Entity): PoisonError {
  const name = entity.table.replace(/_\d+$/, "").replaceAll("_", " ");
  return new PoisonError(`it changes or voids a ${name} that is not there`);
}

// A rig may send trials of a subject or a session that nobody announced: they exist from their first event on.
// Made before all else, so that a row that is announced later ends this one, wherever the batch was cut.
const IMPLIED = `
  with first_event as materialized (
    select home, session, min(first) as first,
           min(first) filter (where type = 'SubjectRegistered') as subject_announced,
           min(first) filter (where type = 'SessionStarted') as session_announced
    from batch_stream
    where type = 'SubjectRegistered' or session is not null and type not in ('SessionVoided', 'EventDismissed')
    group by home, session),
  new_subject as (
    insert into subject (home, lab, project, subject, simulated, from_position)
    select f.home, split_part(f.home, '/', 1), split_part(f.home, '/', 2), split_part(f.home, '/', 3), false, f.first
    from (select home, min(first) as first, min(subject_announced) as announced from first_event group by home) f
    where (f.announced is null or f.first < f.announced)
      and not exists (select from subject s where s.home = f.home and s.to_position is null))
  insert into session (home, session, boundaries_known, from_position)
  select f.home, f.session, true, f.first
  from first_event f
  where f.session is not null and (f.session_announced is null or f.first < f.session_announced)
    and not exists (select from session s where s.home = f.home and s.session = f.session and s.to_position is null)`;

/** With a session or a subject ends what lies in it. */
function cascade(partition: number | null): readonly string[] {
  const inSession = entities
    .filter(({ table }) => inSessionTables.some((each) => each === table))
    .map((entity) => inPartition(entity, partition).table);
  const end = (table: string, type: string, same: string) =>
    `update ${table} t set to_position = e.position from batch e
     where e.type = '${type}' and t.to_position is null and t.home = e.home ${same}`;
  return [
    ...inSession.map((table) => end(table, "SessionVoided", "and t.session = e.session")),
    ...[...inSession, "session", "recording_site"].map((table) => end(table, "SubjectVoided", "")),
  ];
}

/** Events by which a session's content of each kind changes. */
const digestedTypes: Readonly<Record<string, readonly string[]>> = {
  trial: ["TrialRecorded", "TrialAmended", "TrialVoided", "SessionVoided"],
  stimulation: ["StimulationRecorded", "StimulationAmended", "StimulationVoided"],
  snippet: ["SnippetRecorded", "SnippetAmended", "SnippetVoided"],
};

function digestStatement(types: readonly string[]): string {
  return `insert into session_digest (home, session, kind, last_version, last_hash)
    select e.home, e.session, $1, e.stream_version, e.hash
    from (select home, stream, max(last_version) as version from batch_stream
          where type in (${types.map((type) => `'${type}'`).join(", ")})
          group by home, stream) last
    join batch e on e.home = last.home and e.stream = last.stream and e.stream_version = last.version
    on conflict (home, session, kind) do update
      set last_version = excluded.last_version, last_hash = excluded.last_hash`;
}
