import { sql } from "kysely";
import type { LightAlignment } from "../science/stimulation-effects/next-choices.ts";
import { type AsOf, isTrueAt } from "./as-of.ts";
import type { Db } from "./database.ts";

/** Light of a trial, as the projections know it. */
export interface StimulationRow {
  readonly session: number;
  readonly trial: number;
  readonly site: string;
  readonly hemisphere: string;
  readonly alignment: LightAlignment;
  readonly condition: "active" | "control";
}

/** The stimulations of a subject that belong to a trial, in order. */
export async function fetchStimulations(
  db: Db,
  home: string,
  asOf?: AsOf,
): Promise<readonly StimulationRow[]> {
  const { rows } = await sql<StimulationRow>`
    select session, trial, site, hemisphere, alignment, condition
    from projection.stimulation t
    where home = ${home} and ${isTrueAt("t", asOf)} and trial is not null
    order by session, stimulation`.execute(db);
  return rows;
}
