import pg from "pg";
import { streamingPool } from "../postgres/pool.ts";
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
 * A pool whose every statement is fenced. Statements that come one upon another share a connection and a transaction;
 * it ends as soon as nothing more is asked, so none is open while anything is computed.
 *
 * @param pool of the role api, which sends statements without waiting for the answers to those before
 * @param mayAsk called before each statement; what it throws is thrown in place of the answer
 */
export function fencedPool(
  pool: pg.Pool,
  principals: readonly Principal[],
  mayAsk: () => void = () => {},
): pg.Pool {
  return new FencedPool(pool, principals, mayAsk) as unknown as pg.Pool;
}

/** A connection for COPY, of which the answer comes in pieces: in a fenced pool, alone in its transaction. */
export async function connectToStream(pool: pg.Pool): Promise<pg.PoolClient> {
  const asked: unknown = pool;
  return asked instanceof FencedPool ? await asked.connectAlone() : await pool.connect();
}

interface Transaction {
  readonly client: Promise<pg.PoolClient>;
  /** Settled when PostgreSQL knows the principals. */
  begun: Promise<unknown>;
  leases: number;
  hasFailed: boolean;
  /** Whether its connection is of no more use. */
  isBroken: boolean;
  isLeft: boolean;
}

/** A place in a transaction, for whoever asks; in another one when that has failed before his turn. */
interface Lease {
  transaction: Transaction;
  client: pg.PoolClient;
  isReleased: boolean;
  /** Whether it is between two transactions, and so in none. */
  isMoving: boolean;
}

/** Of a pool, the read models use no more than this. */
class FencedPool implements Pick<pg.Pool, "end"> {
  readonly #pool: pg.Pool;
  readonly #begin: string;
  readonly #mayAsk: () => void;
  /** The transaction that statements join. */
  #open: Transaction | null = null;

  constructor(pool: pg.Pool, principals: readonly Principal[], mayAsk: () => void) {
    this.#pool = pool;
    this.#mayAsk = mayAsk;
    const setting = pg.escapeLiteral(principals.join(","));
    this.#begin = `begin; select set_config('saddlepoint.principals', ${setting}, true)`;
  }

  async connect(): Promise<pg.PoolClient> {
    return this.#leased(await this.#join());
  }

  async connectAlone(): Promise<pg.PoolClient> {
    this.#mayAsk();
    const lease = await this.#enterInto(this.#enter(streamingPool(this.#pool)));
    try {
      await lease.transaction.begun;
    } catch (error) {
      lease.transaction.isBroken = true;
      this.#giveUp(lease);
      throw error;
    }
    return this.#leased(lease);
  }

  async query(...args: unknown[]): Promise<unknown> {
    const client = await this.connect();
    try {
      return await (client.query as (...args: unknown[]) => unknown)(...args);
    } finally {
      client.release();
    }
  }

  async end(): Promise<void> {}

  #enter(pool: pg.Pool): Transaction {
    const client = pool.connect();
    const transaction: Transaction = {
      client,
      begun: Promise.resolve(),
      leases: 0,
      hasFailed: false,
      isBroken: false,
      isLeft: false,
    };
    client.then(
      (entered) => {
        transaction.begun = entered.query(this.#begin);
        transaction.begun.catch(() => this.#fail(transaction));
      },
      () => this.#fail(transaction),
    );
    return transaction;
  }

  async #join(): Promise<Lease> {
    this.#mayAsk();
    this.#open ??= this.#enter(this.#pool);
    return await this.#enterInto(this.#open);
  }

  async #enterInto(transaction: Transaction): Promise<Lease> {
    transaction.leases++;
    const lease = { transaction, client: await transaction.client, isReleased: false, isMoving: false };
    try {
      // There may have been a queue for connections.
      this.#mayAsk();
      return lease;
    } catch (error) {
      this.#giveUp(lease);
      throw error;
    }
  }

  /** Nothing more joins it. */
  #fail(transaction: Transaction): void {
    transaction.hasFailed = true;
    if (this.#open === transaction) this.#open = null;
  }

  #giveUp({ transaction, client }: Lease): void {
    transaction.leases--;
    if (transaction.isBroken) this.#fail(transaction);
    // Whoever waits for this answer asks next in the same turn of the event loop, or not at once.
    setImmediate(() => this.#leaveIfIdle(transaction, client));
  }

  /** The connection of a lease, of which release ends the lease, not the connection. */
  #leased(lease: Lease): pg.PoolClient {
    const release = (broken?: Error | boolean) => {
      if (lease.isReleased) return;
      lease.isReleased = true;
      if (lease.isMoving) return;
      if (broken) lease.transaction.isBroken = true;
      this.#giveUp(lease);
    };
    const query = (...args: unknown[]) => this.#query(lease, args);
    return new Proxy(lease.client, {
      get(_, name) {
        if (name === "query") return query;
        if (name === "release") return release;
        const value = Reflect.get(lease.client, name, lease.client);
        return typeof value === "function" ? value.bind(lease.client) : value;
      },
    });
  }

  #query(lease: Lease, args: readonly unknown[]): unknown {
    if (lease.isReleased) throw new Error("a connection is used that was given back");
    const { transaction, client } = lease;
    const asked = (client.query as (...args: unknown[]) => unknown)(...prepared(args));
    if (!(asked instanceof Promise)) return asked;
    // No answer without principals, not even an empty one.
    return Promise.all([asked, transaction.begun]).then(
      ([answer]) => answer,
      async (error: unknown) => {
        const isFirst = !transaction.hasFailed;
        this.#fail(transaction);
        // The driver and the server disagree about what is prepared, and would go on to.
        if (isFirst && codeOf(error) === UNKNOWN_STATEMENT) transaction.isBroken = true;
        if (isFirst || !SPOILED.has(codeOf(error))) throw error;
        await this.#moveOn(lease);
        return await this.#query(lease, args);
      },
    );
  }

  /**
   * Leaves a transaction that has failed for another. The failed one is given up first: who held on to its connection
   * while he waited for one more would, with enough others like him, wait for ever.
   */
  async #moveOn(lease: Lease): Promise<void> {
    this.#giveUp(lease);
    lease.isMoving = true;
    try {
      const { transaction, client } = await this.#join();
      Object.assign(lease, { transaction, client });
      if (lease.isReleased) this.#giveUp(lease);
    } catch (error) {
      // It holds nothing that could be given back.
      lease.isReleased = true;
      throw error;
    } finally {
      lease.isMoving = false;
    }
  }

  #leaveIfIdle(transaction: Transaction, client: pg.PoolClient): void {
    if (transaction.leases > 0 || transaction.isLeft) return;
    if (this.#open === transaction) this.#open = null;
    transaction.isLeft = true;
    void leave(client, transaction.hasFailed ? "rollback" : "commit", transaction.isBroken);
  }
}

const UNKNOWN_STATEMENT = "26000";
/** What a statement is told behind one that failed: the transaction is, or what it would repeat was never prepared. */
const SPOILED: ReadonlySet<unknown> = new Set(["25P02", UNKNOWN_STATEMENT]);

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
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
  isBroken: boolean,
): Promise<void> {
  try {
    if (!isBroken) await client.query(statement);
    client.release(isBroken);
  } catch (error) {
    client.release(error instanceof Error ? error : true);
  }
}
