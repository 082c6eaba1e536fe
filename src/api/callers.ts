import { createHash, timingSafeEqual } from "node:crypto";
import type pg from "pg";
import { SaddlepointError } from "../errors.ts";
import { type Principal, principalsOf } from "../read/fence.ts";
import { authenticate, isAnythingPublic, type TokenHolder, type TokenScope } from "../read/tokens.ts";

/** Who makes a request. */
export interface Caller {
  /** Null for whoever carries no token. */
  readonly holder: TokenHolder | null;
  readonly principals: readonly Principal[];
}

/** Where a token is looked for, and nowhere else: addresses and cookies end up in logs and in other sites' hands. */
const BEARER = /^Bearer +(\S+)$/i;

/**
 * Who asks for something to be read. Whoever has no token is let in where something is for everyone.
 *
 * @param pool of the role api
 * @throws SaddlepointError TOKEN_MISSING, TOKEN_WRONG, TOKEN_EXPIRED, TOKEN_REVOKED, SCOPE_MISSING
 */
export async function readingCaller(pool: pg.Pool, authorization: string | undefined): Promise<Caller> {
  if (authorization !== undefined) {
    const holder = await holderOf(pool, bearer(authorization), "read");
    return { holder, principals: principalsOf(holder) };
  }
  if (!(await isAnythingPublic(pool))) throw tokenMissing();
  return { holder: null, principals: principalsOf(null) };
}

/** By what a caller's requests are counted: its token; its address where it has none. */
export function senderOf({ holder }: Caller, { ip }: { readonly ip: string }): string {
  return holder === null ? `address ${ip}` : `token ${holder.tokenId}`;
}

/** Who appends: the holder of the server's own token, for any lab, or of one with the scope ingest, for its labs. */
export interface AppendingCaller {
  readonly actor: string;
  /** Null: any. */
  readonly labs: readonly string[] | null;
}

/** @throws SaddlepointError as readingCaller */
export async function appendingCaller(
  pool: pg.Pool,
  authorization: string | undefined,
  serverToken: string | null,
): Promise<AppendingCaller> {
  if (authorization === undefined) throw tokenMissing();
  const given = bearer(authorization);
  // Hashes have one length, so comparing them tells nothing about the token's.
  if (serverToken !== null && timingSafeEqual(sha256(given), sha256(serverToken))) {
    return { actor: "ingest-token", labs: null };
  }
  const { name, labs } = await holderOf(pool, given, "ingest");
  return { actor: name, labs };
}

async function holderOf(pool: pg.Pool, token: string, scope: TokenScope): Promise<TokenHolder> {
  const known = await authenticate(pool, token);
  if (known === null) {
    throw new SaddlepointError(
      "TOKEN_WRONG",
      "the token is not one of this server's",
      "Ask whoever runs the server for one; `npx saddlepoint token create` makes it.",
    );
  }
  const { holder, state } = known;
  if (state !== "valid") {
    throw new SaddlepointError(
      state === "expired" ? "TOKEN_EXPIRED" : "TOKEN_REVOKED",
      `the token ${JSON.stringify(holder.name)} ${state === "expired" ? "has expired" : "was revoked"}`,
      "Ask whoever runs the server for a new one; `npx saddlepoint token create` makes it.",
    );
  }
  requireScope(holder, scope);
  return holder;
}

/** @throws SaddlepointError SCOPE_MISSING */
function requireScope({ name, scopes }: TokenHolder, scope: TokenScope): void {
  if (scopes.includes(scope) || scopes.includes("admin")) return;
  throw new SaddlepointError(
    "SCOPE_MISSING",
    `the token ${JSON.stringify(name)} may not do this: it has no scope ${scope}`,
    `Use a token with that scope; \`npx saddlepoint token create --scope ${scope}\` makes one.`,
  );
}

/**
 * The token of a caller who may ask for analyses.
 *
 * @throws SaddlepointError TOKEN_MISSING, SCOPE_MISSING
 */
export function analysingHolder({ holder }: Caller): TokenHolder {
  if (holder === null) throw tokenMissing();
  requireScope(holder, "analyse");
  return holder;
}

function bearer(authorization: string): string {
  const given = BEARER.exec(authorization)?.[1];
  if (given === undefined) throw tokenMissing();
  return given;
}

function tokenMissing(): SaddlepointError {
  return new SaddlepointError(
    "TOKEN_MISSING",
    "the request carries no token",
    "Send the header `Authorization: Bearer TOKEN`; `npx saddlepoint token create` makes a token.",
  );
}

const sha256 = (text: string) => createHash("sha256").update(text).digest();
