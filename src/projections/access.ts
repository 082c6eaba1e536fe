import type pg from "pg";

/*
 * Who may read what follows from the log too, but lies outside the schema of projections: policies of all tables
 * look it up, and would go on looking at the old one when a rebuild changes the schemas' names.
 */

/** A project whose grants a batch may change. */
interface TouchedProject {
  readonly lab: string;
  readonly project: string;
  /** Whether its cohorts may select others, or be granted to others, than they did. */
  readonly cohorts: boolean;
}

/**
 * Lets those see the homes of `batch` who may; before it is projected.
 *
 * @returns what to hand to applyGrants when it is
 */
export async function admitBatch(client: pg.PoolClient): Promise<readonly TouchedProject[]> {
  await client.query(
    `select access.admit(array_agg(home)) from (
       select distinct case when session is null and stream <> home then stream else home end as home from batch
     ) touched`,
  );
  const { rows } = await client.query<TouchedProject>(
    `select lab, split_part(stream, '/', 2) as project,
            bool_or(type in ('AccessGranted', 'CohortDefined', 'CohortWithdrawn', 'EventDismissed')) as cohorts
     from batch
     where type in ('AccessGranted', 'AccessRevoked', 'CohortDefined', 'CohortWithdrawn', 'EventDismissed')
       and stream <> lab
     group by 1, 2`,
  );
  return rows;
}

/** Makes what others may see of these projects what the projected grants say. */
export async function applyGrants(client: pg.PoolClient, touched: readonly TouchedProject[]): Promise<void> {
  for (const { lab, project, cohorts } of touched) {
    await client.query("select access.apply_grants($1, $2)", [lab, project]);
    if (cohorts) await client.query("select access.forget_cohorts($1, $2)", [lab, project]);
  }
}

/** Makes all of it anew, from the live projections. */
export async function refreshAccess(client: pg.PoolClient): Promise<void> {
  await client.query("select access.refresh()");
}
