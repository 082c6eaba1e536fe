import pg from "pg";
import { statementName } from "../postgres/prepared.ts";

/*
 * The fence: what a request reads, it reads in transactions in which PostgreSQL knows its principals, and the
 * policies on every table (migrations/0008_access.sql) let through what they may see. No query has to think of it.
 */

/** `lab:NAME`, `person:NAME` or `everyone`: whom grants are made to. */
export type Principal = `lab:${string}` | `person:${string}` | "everyone";

export function principalsOf(
  holder: { readonly labs: readonly string[]; readonly person: string | null } | null,
): readonly Principal[] {
  return [
    ...(holder?.labs ?? []).map((lab): Principal => `lab:${lab}`),
    ...(typeof holder?.person === "string" ? [`person:${holder.person}` as const] : []),
    "everyone",
  ];
}

/**
 * A pool whose every statement is fenced. Statements that come one upon another share a connection and a
 * transaction, one at a time; it ends as soon as nothing more is asked, so none is open while anything is computed.
 *
 * @param mayAsk called before each statement; what it throws is thrown in place of the answer
 */
export function fencedPool(
  pool: pg.Pool,
  principals: readonly Principal[],
  mayAsk: () => void = () => {},
): pg.Pool {
  const fence = new Fence(pool, principals, mayAsk);
  // Of a pool, the read models use no more than this.
  const fenced: Pick<pg.Pool, "end"> & Record<"connect" | "query", unknown> = {
    connect: () => fence.lease(),
    query: async (...args: [string, unknown[]?]) => {
      const client = await fence.lease();
      try {
        return await client.query(...args);
      } finally {
        client.release();
      }
    },
    end: async () => {},
  };
  return fenced as unknown as pg.Pool;
}

class Fence {
  readonly #pool: pg.Pool;
  readonly #begin: string;
  readonly #mayAsk: () => void;
  /** The transaction that is open, if one is. */
  #open: Promise<pg.PoolClient> | null = null;
  /** Settled when the last lease that was given out has come back. */
  #turn: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(pool: pg.Pool, principals: readonly Principal[], mayAsk: () => void) {
    this.#pool = pool;
    this.#mayAsk = mayAsk;
    const setting = pg.escapeLiteral(principals.join(","));
    this.#begin = `begin; select set_config('saddlepoint.principals', ${setting}, true)`;
  }

  async lease(): Promise<pg.PoolClient> {
    this.#waiting++;
    const before = this.#turn;
    let end = () => {};
    this.#turn = new Promise((resolve) => {
      end = resolve;
    });
    await before;
    try {
      this.#mayAsk();
    } catch (error) {
      this.#waiting--;
      end();
      this.#closeIfIdle();
      throw error;
    }
    try {
      this.#open ??= this.#enter();
      return this.#leased(await this.#open, end);
    } catch (error) {
      this.#open = null;
      this.#waiting--;
      end();
      throw error;
    }
  }

  async #enter(): Promise<pg.PoolClient> {
    const client = await this.#pool.connect();
    try {
      await client.query(this.#begin);
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** The same client, of which release ends the lease, not the connection. */
  #leased(client: pg.PoolClient, end: () => void): pg.PoolClient {
    let failed = false;
    let isReleased = false;
    const query = (...args: unknown[]) => {
      const asked = (client.query as (...args: unknown[]) => unknown)(...prepared(args));
      // A failed statement spoils its transaction.
      if (asked instanceof Promise) {
        return asked.catch((error: unknown) => {
          failed = true;
          throw error;
        });
      }
      return asked;
    };
    const release = (broken?: Error | boolean) => {
      if (isReleased) return;
      isReleased = true;
      this.#waiting--;
      if (broken || failed) {
        this.#open = null;
        void leave(client, "rollback", broken).then(end);
        return;
      }
      end();
      // Whoever waits for this answer asks next in the same turn of the event loop, or not at once.
      setImmediate(() => this.#closeIfIdle());
    };
    return new Proxy(client, {
      get(target, name) {
        if (name === "query") return query;
        if (name === "release") return release;
        const value = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }

  #closeIfIdle(): void {
    if (this.#waiting > 0 || this.#open === null) return;
    const open = this.#open;
    this.#open = null;
    void open.then((client) => leave(client, "commit"));
  }
}

/** The same arguments of a query; of a statement with parameters under its name. */
function prepared(args: readonly unknown[]): readonly unknown[] {
  const [text, values] = args;
  if (typeof text !== "string" || !Array.isArray(values)) return args;
  const name = statementName(text);
  return name === undefined ? args : [{ name, text, values }];
}

/** Ends the transaction and gives the connection back, never to be used with what it was told of principals. */
async function leave(
  client: pg.PoolClient,
  statement: "commit" | "rollback",
  broken?: Error | boolean,
): Promise<void> {
  try {
    if (!broken) await client.query(statement);
    client.release(broken);
  } catch (error) {
    client.release(error instanceof Error ? error : true);
  }
}
