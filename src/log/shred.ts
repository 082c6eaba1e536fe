import type pg from "pg";
import { SaddlepointError } from "../errors.ts";
import { inTransaction } from "../postgres/transaction.ts";

/** Somebody whose name is kept, or was. */
export interface StaffMember {
  /** As the log's events carry it. */
  readonly actor: string;
  readonly lab: string;
  /** Null once it was shredded. */
  readonly name: string | null;
  readonly namedAt: Date;
  readonly shreddedAt: Date | null;
}

const COLUMNS = `actor, lab, name, named_at as "namedAt", shredded_at as "shreddedAt"`;

/** Everybody, in the order in which they were first named. */
export async function listStaff(owner: pg.Pool): Promise<readonly StaffMember[]> {
  const { rows } = await owner.query<StaffMember>(
    `select ${COLUMNS} from log.staff order by named_at, actor`,
  );
  return rows;
}

/** Whom a shredding is about: a name, in one lab or in all, or an actor's id. */
export type StaffSelection = { readonly name: string; readonly lab?: string } | { readonly actor: string };

/** Those that are selected and whose name is still kept. */
export async function findStaff(owner: pg.Pool, selection: StaffSelection): Promise<readonly StaffMember[]> {
  const { rows } =
    "actor" in selection
      ? await owner.query<StaffMember>(
          `select ${COLUMNS} from log.staff where actor = $1 and name is not null`,
          [selection.actor],
        )
      : await owner.query<StaffMember>(
          `select ${COLUMNS} from log.staff where name = $1 and ($2::text is null or lab = $2) order by lab`,
          [selection.name, selection.lab ?? null],
        );
  if (rows.length > 0) return rows;
  throw new SaddlepointError(
    "NO_SUCH_STAFF",
    "nobody is named so here, or the name has been shredded already",
    "npx saddlepoint shred lists whose names are kept.",
    "actor" in selection
      ? { field: "actor", value: selection.actor }
      : { field: "name", value: selection.name },
  );
}

/** Events of these actors. Reads the whole log. */
export async function countEventsOf(owner: pg.Pool, actors: readonly string[]): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    "select count(*) as n from log.event where actor = any ($1::text[])",
    [actors],
  );
  return rows[0].n;
}

/**
 * Shreds the names of these actors: the rows keep the id and when it was done. No event is touched.
 *
 * The table goes into a new file without them, and the old file is removed. A vacuum would not do: it keeps what was
 * deleted as long as any snapshot might see it.
 */
export async function shredNames(owner: pg.Pool, actors: readonly string[]): Promise<void> {
  await inTransaction(owner, async (client) => {
    await client.query("lock table log.staff in access exclusive mode");
    await client.query(
      `create temporary table kept on commit drop as
       select actor, lab, case when actor = any ($1::text[]) then null else name end as name, named_at,
              case when actor = any ($1::text[]) then clock_timestamp() else shredded_at end as shredded_at
       from log.staff`,
      [actors],
    );
    await client.query("truncate log.staff");
    await client.query("insert into log.staff (actor, lab, name, named_at, shredded_at) table pg_temp.kept");
  });
}
