import type pg from "pg";

/** Writes into the audit that something was exported, by whom, and what. */
export async function recordExport(
  pool: pg.Pool,
  tokenId: string | null,
  actor: string,
  what: Readonly<Record<string, unknown>>,
): Promise<void> {
  await pool.query("select access.record_export($1, $2, $3)", [tokenId, actor, JSON.stringify(what)]);
}

/** Something that was done about who may read what, or with it. */
export interface AuditEntry {
  readonly at: Date;
  /** By name, unless it was shredded. */
  readonly actor: string;
  /** token created, token revoked, export, runs requested, access granted, or access ended: revoked, or replaced by another grant. */
  readonly action: string;
  /** Of the token that was made, revoked or used; null for none. */
  readonly tokenId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Tokens, exports, requests for runs, and grants, the newest first. Grants are events of the log, and stay there.
 *
 * @param pool of the role migrator
 * @param lab only grants by this lab, and tokens, exports and requests of it; null for every one
 */
export async function fetchAudit(
  pool: pg.Pool,
  { lab, limit }: { readonly lab: string | null; readonly limit: number },
): Promise<readonly AuditEntry[]> {
  const { rows } = await pool.query<AuditEntry>(
    `select at, actor, action, token_id as "tokenId", details from (
       select a.at, a.actor, a.action, a.token_id, a.details, a.audit_id as place
       from access.audit a left join access.token t using (token_id)
       where $1::text is null or $1 = any (t.labs) or a.details->'filter'->>'lab' = $1
       union all
       select e.recorded_at, coalesce(s.name, e.actor), g.action, null,
              jsonb_strip_nulls(jsonb_build_object(
                'lab', g.lab, 'project', g.project, 'grant', g.access_grant, 'granteeKind', g.grantee_kind,
                'grantee', g.grantee, 'cohort', g.cohort, 'from', g.valid_from, 'position', g.position)),
              g.position
       from (
         select *, 'access granted' as action, from_position as position from projection.access_grant
         union all
         select *, 'access ended', to_position from projection.access_grant where to_position is not null
       ) g
       join log.event e on e.position = g.position
       left join log.staff s on s.actor = e.actor
       where $1::text is null or g.lab = $1
     ) entries
     order by at desc, action, place desc limit $2`,
    [lab, limit],
  );
  return rows;
}
