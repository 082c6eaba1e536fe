import type pg from "pg";
import type { AsOf } from "../read/as-of.ts";
import { type Db, openDatabase } from "../read/database.ts";
import { fencedPool } from "../read/fence.ts";
import type { Caller } from "./callers.ts";
import type { Live } from "./live.ts";
import { createLoaders, type Loaders } from "./loaders.ts";

/** What the resolvers of one request share; through `db` and `pool` they see what its caller may see. */
export interface ApiContext {
  readonly db: Db;
  /** For what is read in one pass over its bytes. */
  readonly pool: pg.Pool;
  /** Past the fence, of the same role: for functions of the database that ask by themselves who may. */
  readonly unfenced: pg.Pool;
  /** Of what is true now. */
  readonly loaders: Loaders;
  /** Of what was true at a position, or of now. */
  at(asOf: AsOf): Loaders;
  readonly caller: Caller;
  /** For subscriptions: says when there may be something new. */
  readonly live: Live;
}

/**
 * @param apiPool of the role api
 * @param requireTime throws when the request may ask no more; without it, it may always
 */
export function createContext(
  apiPool: pg.Pool,
  caller: Caller,
  live: Live,
  requireTime: () => void = () => {},
): ApiContext {
  const pool = fencedPool(apiPool, caller.principals, requireTime);
  const db = openDatabase(pool);
  const byPosition = new Map<AsOf, Loaders>();
  const at = (asOf: AsOf) => {
    const known = byPosition.get(asOf) ?? createLoaders(db, asOf);
    byPosition.set(asOf, known);
    return known;
  };
  return { db, pool, unfenced: apiPool, loaders: at(undefined), at, caller, live };
}
