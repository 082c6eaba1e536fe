import { sql } from "kysely";
import type { ModelRecovery } from "../science/network/model-recovery.ts";
import { type AsOf, runsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";
import { insertRows } from "./insert-rows.ts";
import { isAmong } from "./keys.ts";

export async function insertRecovery(
  db: Db,
  runId: number,
  home: string,
  recovery: ModelRecovery,
): Promise<void> {
  await insertRows(db, "derived.network_recovery", [
    {
      run_id: runId,
      home,
      rules: recovery.rules,
      n_replicates: recovery.nReplicates,
      n_trials: recovery.nTrials,
      by_held_out: recovery.byHeldOut,
      sure_by_held_out: recovery.sureByHeldOut,
      by_bic: recovery.byBic,
      right_when_said: recovery.rightWhenSaid,
      parameters: recovery.parameters,
    },
  ]);
}

export interface StoredRecovery extends ModelRecovery {
  readonly runId: number;
  readonly home: string;
}

/** How far the verdicts of these subjects can be trusted, by subject; absent where nobody asked. */
export async function fetchRecoveries(
  db: Db,
  homes: readonly string[],
  asOf?: AsOf,
): Promise<ReadonlyMap<string, StoredRecovery>> {
  const { rows } = await sql<StoredRecovery>`
    select v.run_id as "runId", v.home, v.rules, v.n_replicates as "nReplicates", v.n_trials as "nTrials",
           v.by_held_out as "byHeldOut", v.sure_by_held_out as "sureByHeldOut", v.by_bic as "byBic",
           v.right_when_said as "rightWhenSaid", v.parameters
    from ${runsAsOf(asOf)} r join derived.network_recovery v using (run_id)
    where r.analysis = 'network-recovery' and ${isAmong("r.home", homes)}
    order by v.home`.execute(db);
  return new Map(rows.map((row) => [row.home, row]));
}
