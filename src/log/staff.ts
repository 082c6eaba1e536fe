import { randomInt } from "node:crypto";
import type pg from "pg";
import type { NewEvent } from "../events/new-event.ts";

/*
 * Who appended an event, apart from the event.
 *
 * What is hashed can never be taken back, and a person may ask to be forgotten. So whoever the caller names as an
 * event's actor becomes an id that is made by chance; the name lies in log.staff alone. Shredding it there leaves
 * every event, hash and checkpoint as it was.
 */

/** Actors that are ids already, as a copy of another log's events has them. */
const ID = /^staff-[a-z0-9]{10}$/;
const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** After so long a shredded name is forgotten by a process that appended under it. */
const REMEMBERED_MS = 60_000;

interface Remembered {
  readonly actor: string;
  readonly until: number;
}

const rememberedByPool = new WeakMap<pg.Pool, Map<string, Remembered>>();

/** The id to log for an event's actor. */
export type ActorOf = (event: NewEvent) => string;

/**
 * The ids of these events' actors; new ones are made for names that are new. One query for those that this process did
 * not meet lately, else none.
 *
 * A name stays where the batch that brought it fails: it belongs to no event then.
 *
 * @param events valid ones (events/validate.ts)
 */
export async function actorIds(pool: pg.Pool, events: readonly NewEvent[]): Promise<ActorOf> {
  const remembered = rememberedByPool.get(pool) ?? new Map<string, Remembered>();
  rememberedByPool.set(pool, remembered);
  const now = performance.now();
  const found = new Map<string, string>();
  const missing = new Map<string, NewEvent>();
  let lastKey = "";
  for (const event of events) {
    if (ID.test(event.actor)) continue;
    const key = keyOf(event);
    // Neighbours mostly have the same.
    if (key === lastKey) continue;
    lastKey = key;
    const known = remembered.get(key);
    if (known !== undefined && known.until > now) found.set(key, known.actor);
    else missing.set(key, event);
  }
  while (missing.size > 0) {
    for (const { lab, name, actor } of await fetchOrMake(pool, [...missing.values()])) {
      const key = keyOf({ lab, actor: name });
      found.set(key, actor);
      remembered.set(key, { actor, until: now + REMEMBERED_MS });
      missing.delete(key);
    }
  }
  return (event) => (ID.test(event.actor) ? event.actor : (found.get(keyOf(event)) ?? unreachable(event)));
}

// A lab's name holds no line break.
const keyOf = ({ lab, actor }: { lab: string; actor: string }) => `${lab}\n${actor}`;

function unreachable(event: NewEvent): never {
  throw new Error(`the actor of ${event.sourceEventId} was not among those that were asked for`);
}

interface NamedActor {
  readonly lab: string;
  readonly name: string;
  readonly actor: string;
}

/** Those that another process makes at this moment are missing: ask again. */
async function fetchOrMake(pool: pg.Pool, events: readonly NewEvent[]): Promise<readonly NamedActor[]> {
  const { rows } = await pool.query<NamedActor>(
    `with asked as (select * from unnest($1::text[], $2::text[], $3::text[]) as a (lab, name, actor)),
     known as (select s.lab, s.name, s.actor from asked a join log.staff s on s.lab = a.lab and s.name = a.name),
     made as (
       insert into log.staff (lab, name, actor)
       select a.lab, a.name, a.actor from asked a
       where not exists (select from known k where k.lab = a.lab and k.name = a.name)
       on conflict do nothing
       returning lab, name, actor)
     select * from known union all select * from made`,
    [events.map((e) => e.lab), events.map((e) => e.actor), events.map(newActorId)],
  );
  return rows;
}

function newActorId(): string {
  return `staff-${Array.from({ length: 10 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("")}`;
}

/** The names of these actors that are still kept, by id. */
export async function staffNames(
  db: pg.Pool,
  actors: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ actor: string; name: string }>(
    "select actor, name from log.staff where actor = any ($1::text[]) and name is not null",
    [[...new Set(actors)]],
  );
  return new Map(rows.map(({ actor, name }) => [actor, name]));
}
