import type pg from "pg";
import { type Db, openDatabase } from "../read/database.ts";
import { fencedPool } from "../read/fence.ts";
import type { Caller } from "./callers.ts";
import { createLoaders, type Loaders } from "./loaders.ts";

/** What the resolvers of one request share; through `db` and `pool` they see what its caller may see. */
export interface ApiContext {
  readonly db: Db;
  /** For what is read in one pass over its bytes. */
  readonly pool: pg.Pool;
  readonly loaders: Loaders;
  readonly caller: Caller;
}

/** @param apiPool of the role api */
export function createContext(apiPool: pg.Pool, caller: Caller): ApiContext {
  const pool = fencedPool(apiPool, caller.principals);
  const db = openDatabase(pool);
  return { db, pool, loaders: createLoaders(db), caller };
}
