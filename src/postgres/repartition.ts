import type pg from "pg";
import { SaddlepointError } from "../errors.ts";
import { inTransaction } from "./transaction.ts";

/** Tables that are partitioned by the hash of the subject, or of a source's own id. */
const PARENTS = ["log.event", "log.source_event", "log.stream", "projection.trial", "projection.snippet"];

/** Set for a session, they keep its own locks from ending it. */
const PATIENT = "set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0";

interface Partition {
  readonly name: string;
  readonly modulus: number;
  readonly remainder: number;
}

export interface Repartitioned {
  readonly partitions: number;
  /** Partitions that this call split, over all tables. */
  readonly split: number;
}

/**
 * Gives a database more partitions: each is split into as many as are wanted, one after another. While one is being
 * split its table waits; in between everybody goes on. A call that is ended in the middle leaves some partitions split
 * and the database whole; the next goes on.
 *
 * @param pool of the role migrator
 * @param wanted a multiple of the present number
 * @throws SaddlepointError BAD_PARTITION_COUNT
 */
export async function repartition(
  pool: pg.Pool,
  wanted: number,
  onProgress: (table: string, done: number, of: number) => void = () => {},
): Promise<Repartitioned> {
  const byParent = new Map<string, readonly Partition[]>();
  for (const parent of PARENTS) {
    const partitions = await partitionsOf(pool, parent);
    byParent.set(parent, partitions);
    const wrong = partitions.find(({ modulus }) => wanted % modulus !== 0);
    if (wrong !== undefined || wanted > 1_024) {
      const now = partitions.map(({ modulus }) => modulus).join(", ");
      throw new SaddlepointError(
        "BAD_PARTITION_COUNT",
        `${parent} cannot have ${wanted} partitions: its partitions are of the moduli ${now}`,
        "Give a multiple of the present number, at most 1024; partitions are split, never joined.",
        { field: "partitions", value: wanted },
      );
    }
  }
  let split = 0;
  for (const [parent, partitions] of byParent) {
    const coarse = partitions.filter(({ modulus }) => modulus < wanted);
    for (const [i, partition] of coarse.entries()) {
      await inTransaction(pool, (client) => splitPartition(client, parent, partition, wanted));
      split++;
      onProgress(parent, i + 1, coarse.length);
    }
  }
  return { partitions: wanted, split };
}

async function partitionsOf(db: pg.Pool, parent: string): Promise<readonly Partition[]> {
  const { rows } = await db.query<Partition>(
    `select format('%I.%I', n.nspname, c.relname) as name, bound[1]::int as modulus, bound[2]::int as remainder
     from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_namespace n on n.oid = c.relnamespace,
          regexp_match(pg_get_expr(c.relpartbound, c.oid), 'modulus (\\d+), remainder (\\d+)') bound
     where i.inhparent = $1::regclass order by remainder`,
    [parent],
  );
  return rows;
}

async function splitPartition(
  client: pg.PoolClient,
  parent: string,
  { name, modulus, remainder }: Partition,
  wanted: number,
): Promise<void> {
  await client.query(PATIENT);
  await client.query(`alter table ${parent} detach partition ${name}`);
  const kept = await attributesOf(client, name);
  const aside = `${name}_split`;
  await client.query(`alter table ${name} rename to ${aside.split(".")[1]}`);
  // Constraints and indexes have names of their own, which the new partition takes.
  for (const { rename } of await namesIn(client, aside)) await client.query(rename);
  for (let part = remainder; part < wanted; part += modulus) {
    const made = `${parent}_${part}`;
    await client.query(
      `create table ${made} partition of ${parent} for values with (modulus ${wanted}, remainder ${part})`,
    );
    for (const statement of kept) await client.query(statement.replaceAll("%TABLE%", made));
    await client.query("select access.protect($1)", [made]);
  }
  await client.query(`insert into ${parent} select * from ${aside}`);
  await client.query(`drop table ${aside}`);
}

/** Statements that rename the indexes and constraints of a table that is put aside. */
async function namesIn(client: pg.PoolClient, table: string): Promise<readonly { rename: string }[]> {
  const { rows } = await client.query<{ rename: string }>(
    `select format('alter index %s rename to %I', i.indexrelid::regclass, left(c.relname, 55) || '_split') as rename
     from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = $1::regclass`,
    [table],
  );
  return rows;
}

/**
 * What a partition has of its own, beside what its parent gives it, as statements about `%TABLE%`: grants and the
 * triggers of statements.
 */
async function attributesOf(client: pg.PoolClient, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ statement: string }>(
    `select format('grant %s on %%TABLE%% to %I', a.privilege_type, r.rolname) as statement
     from pg_class c, aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
     where c.oid = $1::regclass and a.grantee <> c.relowner
     union all
     select regexp_replace(pg_get_triggerdef(t.oid), ' ON [^ ]+ ', ' ON %TABLE% ')
     from pg_trigger t
     where t.tgrelid = $1::regclass and not t.tgisinternal and t.tgparentid = 0 and (t.tgtype & 1) = 0`,
    [table],
  );
  return rows.map(({ statement }) => statement);
}
