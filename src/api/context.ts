import type { Db } from "../read/database.ts";
import { createLoaders, type Loaders } from "./loaders.ts";

/** What the resolvers of one request share. */
export interface ApiContext {
  readonly db: Db;
  readonly loaders: Loaders;
}

export function createContext(db: Db): ApiContext {
  return { db, loaders: createLoaders(db) };
}
