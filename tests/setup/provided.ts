declare module "vitest" {
  interface ProvidedContext {
    /** Where a test file asks for the run's PostgreSQL, see global.ts. */
    readonly testServerAddress: string;
  }
}

/** The run's PostgreSQL, as the address answers: a superuser's URL, and the migrated database to clone. */
export interface TestServer {
  readonly url: string;
  readonly template: string;
}

/** The same server's other database. */
export function databaseUrl(serverUrl: string, database: string): string {
  return Object.assign(new URL(serverUrl), { pathname: `/${database}` }).href;
}
