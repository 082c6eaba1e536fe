import type pg from "pg";

export interface ServerSettings {
  readonly version: string;
  readonly versionNumber: number;
  /** Whether what was acknowledged survives a crash. */
  readonly durable: boolean;
}

export async function serverSettings(db: pg.Pool): Promise<ServerSettings> {
  const result = await db.query<{ version: string; number: number; durable: boolean }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
            current_setting('fsync')::boolean and current_setting('synchronous_commit') <> 'off' as durable`,
  );
  const { version, number, durable } = result.rows[0];
  return { version, versionNumber: number, durable };
}

/** What roles must be able to do, and what they must not; in words, as far as it is not so. */
export async function missingPrivileges(db: pg.Pool): Promise<readonly string[]> {
  const result = await db.query<{ problem: string }>(
    `select problem from (values
       ('saddlepoint_ingest may not append to the log', has_table_privilege('saddlepoint_ingest', 'log.event', 'insert')),
       ('saddlepoint_worker may not read the log', has_table_privilege('saddlepoint_worker', 'log.event', 'select')),
       ('saddlepoint_worker may not store results', has_table_privilege('saddlepoint_worker', 'derived.run', 'insert')),
       ('saddlepoint_api may not read results', has_table_privilege('saddlepoint_api', 'derived.run', 'select')),
       ('saddlepoint_ingest may change the log', not has_table_privilege('saddlepoint_ingest', 'log.event', 'update, delete, truncate')),
       ('saddlepoint_worker may change the log', not has_table_privilege('saddlepoint_worker', 'log.event', 'insert, update, delete, truncate')),
       ('saddlepoint_api may write', not has_table_privilege('saddlepoint_api', 'log.event', 'insert, update, delete, truncate'))
     ) as fact (problem, holds)
     where not holds`,
  );
  return result.rows.map((row) => row.problem);
}
