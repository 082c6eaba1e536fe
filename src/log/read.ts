import type pg from "pg";

/** Homes with events of these types at positions after `from`, up to and including `to`. */
export async function homesTouched(
  db: pg.Pool,
  from: number,
  to: number,
  types: readonly string[],
): Promise<readonly string[]> {
  const result = await db.query<{ home: string }>(
    `select distinct home from log.event
     where position > $1 and position <= $2 and type = any ($3::text[])
     order by home`,
    [from, to, types],
  );
  return result.rows.map((row) => row.home);
}
