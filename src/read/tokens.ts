import { createHash, randomBytes } from "node:crypto";
import type pg from "pg";

/** What a token lets its holder do. `admin` includes the others. */
export const tokenScopes = ["read", "ingest", "analyse", "admin"] as const;

export type TokenScope = (typeof tokenScopes)[number];

/** Who a request comes from, as its token says. */
export interface TokenHolder {
  readonly tokenId: string;
  readonly name: string;
  readonly labs: readonly string[];
  readonly person: string | null;
  readonly scopes: readonly TokenScope[];
}

export type TokenState = "valid" | "expired" | "revoked";

/** A token as it is listed: all but the token itself, which nobody but its holder knows. */
export interface TokenRow extends TokenHolder {
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date | null;
  /** Exact to a minute. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
}

export interface NewToken {
  readonly name: string;
  readonly labs: readonly string[];
  readonly person: string | null;
  readonly scopes: readonly TokenScope[];
  readonly expiresAt: Date | null;
  /** Who makes it. */
  readonly actor: string;
}

/** So that a token that leaked into a file or a log can be told by its beginning. */
const PREFIX = "sp";
const ID_BYTES = 5;
const SECRET_BYTES = 32;
/** What every token looks like; anything else is not worth asking the database about. */
const TOKEN_PATTERN = /^sp_[0-9a-f]{10}_[A-Za-z0-9_-]{43}$/;

const hashOf = (token: string) => createHash("sha256").update(token).digest();

/**
 * Makes a token, and writes it into the audit.
 *
 * @param pool of the role migrator
 * @returns the token, which is kept nowhere and cannot be shown again
 */
export async function createToken(pool: pg.Pool, wanted: NewToken): Promise<{ id: string; token: string }> {
  const id = randomBytes(ID_BYTES).toString("hex");
  const token = `${PREFIX}_${id}_${randomBytes(SECRET_BYTES).toString("base64url")}`;
  const { name, labs, person, scopes, expiresAt, actor } = wanted;
  await pool.query(
    `with made as (
       insert into access.token (token_id, hash, name, labs, person, scopes, expires_at, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
     )
     insert into access.audit (actor, action, token_id, details)
     values ($8, 'token created', $1,
             jsonb_build_object('name', $3::text, 'labs', $4::text[], 'person', $5::text, 'scopes', $6::text[],
                                'expiresAt', $7::timestamptz))`,
    [id, hashOf(token), name, labs, person, scopes, expiresAt, actor],
  );
  return { id, token };
}

/** All tokens, the newest first. */
export async function listTokens(pool: pg.Pool): Promise<readonly TokenRow[]> {
  const { rows } = await pool.query<TokenRow>(
    `select token_id as "tokenId", name, labs, person, scopes, created_at as "createdAt", created_by as "createdBy",
            expires_at as "expiresAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt",
            revoked_by as "revokedBy"
     from access.token order by created_at desc, token_id`,
  );
  return rows;
}

/** Ends a token: its next use is refused. @returns false where there is none by this id that is not revoked already */
export async function revokeToken(pool: pg.Pool, id: string, actor: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `with ended as (
       update access.token set revoked_at = clock_timestamp(), revoked_by = $2
       where token_id = $1 and revoked_at is null returning name
     )
     insert into access.audit (actor, action, token_id, details)
     select $2, 'token revoked', $1, jsonb_build_object('name', name) from ended`,
    [id, actor],
  );
  return rowCount === 1;
}

/**
 * Whose token this is; null where there is no such token. Its use is noted.
 *
 * @param pool of the role api
 */
export async function authenticate(
  pool: pg.Pool,
  token: string,
): Promise<{ readonly holder: TokenHolder; readonly state: TokenState } | null> {
  if (!TOKEN_PATTERN.test(token)) return null;
  const { rows } = await pool.query<TokenHolder & { state: TokenState }>({
    name: "authenticate",
    text: `select token_id as "tokenId", name, labs, person, scopes, state from access.authenticate($1)`,
    values: [hashOf(token)],
  });
  if (rows.length === 0) return null;
  const { state, ...holder } = rows[0];
  return { holder, state };
}

/** Whether everyone may read anything at all. */
export async function isAnythingPublic(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ anything: boolean }>("select access.anything_public() as anything");
  return rows[0].anything;
}
