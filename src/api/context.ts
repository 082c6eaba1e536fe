import type pg from "pg";
import type { Db } from "../read/database.ts";
import { createLoaders, type Loaders } from "./loaders.ts";

/** What the resolvers of one request share. */
export interface ApiContext {
  readonly db: Db;
  /** For what is read in one pass over its bytes. */
  readonly pool: pg.Pool;
  readonly loaders: Loaders;
}

export function createContext(db: Db, pool: pg.Pool): ApiContext {
  return { db, pool, loaders: createLoaders(db) };
}
