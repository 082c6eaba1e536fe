import { sql } from "kysely";
import { OUTCOME_UNKNOWN, type TrialTable } from "../science/trial-table.ts";
import type { Db } from "./database.ts";

/** A subject's trials as the projections know them, with the identity of that content. */
export interface TrialInput {
  readonly trials: TrialTable;
  readonly inputHash: Buffer;
  /** Position that the projections had reached. */
  readonly inputPosition: number;
}

/**
 * The trials of one subject and their identity, from one snapshot; null where it has none.
 *
 * @param home lab/project/subject
 */
export async function fetchTrialInput(db: Db, home: string): Promise<TrialInput | null> {
  return await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (snapshot) => {
      const checkpoint = await snapshot
        .selectFrom("projection.checkpoint")
        .select("position")
        .where("name", "=", "projections")
        .executeTakeFirstOrThrow();
      const identity = await sql<{ input_hash: Buffer }>`
        ${trialInputHashes(sql`where d.home = ${home}`)}`.execute(snapshot);
      if (identity.rows.length === 0) return null;
      const sessions = await snapshot
        .selectFrom("projection.session")
        .select(["session", "boundaries_known"])
        .where("home", "=", home)
        .where("to_position", "is", null)
        .where("excluded_reason", "is", null)
        .execute();
      const rows = await snapshot
        .selectFrom("projection.trial")
        .select([
          "session",
          "trial",
          "contrast_left",
          "contrast_right",
          "choice",
          "outcome",
          "response_time_s",
          "repeat_number",
        ])
        .where("home", "=", home)
        .where("to_position", "is", null)
        .where(
          "session",
          "in",
          sessions.map((s) => s.session),
        )
        .orderBy("session")
        .orderBy("trial")
        .execute();
      const trials: TrialTable = {
        nTrials: rows.length,
        session: Int32Array.from(rows, (r) => r.session),
        trial: Int32Array.from(rows, (r) => r.trial),
        contrastLeft: Float64Array.from(rows, (r) => r.contrast_left),
        contrastRight: Float64Array.from(rows, (r) => r.contrast_right),
        choice: Int8Array.from(rows, (r) => r.choice),
        outcome: Int8Array.from(rows, (r) => r.outcome ?? OUTCOME_UNKNOWN),
        responseTimeS: Float64Array.from(rows, (r) => r.response_time_s ?? Number.NaN),
        repeatNumber: Int32Array.from(rows, (r) => r.repeat_number),
        sessionBoundariesKnown: sessions.every((s) => s.boundaries_known),
      };
      return { trials, inputHash: identity.rows[0].input_hash, inputPosition: checkpoint.position };
    });
}

/**
 * A query of (home, input_hash): what identifies the trials of each subject. Streams are hash-chained, so the
 * hash of a session's last trial event stands for all of them.
 *
 * @param where a condition on `projection.session_digest d`
 */
export function trialInputHashes(where = sql``) {
  return sql<{ home: string; input_hash: Buffer }>`
    select d.home,
           sha256(convert_to(string_agg(
             d.session || ' ' || s.boundaries_known || ' ' || encode(d.last_hash, 'hex'), ',' order by d.session
           ), 'UTF8')) as input_hash
    from (select * from projection.session_digest d ${where}) d
    join projection.session s
      on s.home = d.home and s.session = d.session and s.to_position is null and s.excluded_reason is null
    where d.kind = 'trial'
    group by d.home`;
}
