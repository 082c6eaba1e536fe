import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { type GivenLog, givenLog } from "../log/given-log.ts";

/** A log with its projections, for tests that read given(events) … when(event) … then(rows). */
export interface GivenProjections {
  readonly log: GivenLog;
  /** Appends and projects. @returns the positions */
  given(...events: readonly NewEvent[]): Promise<readonly number[]>;
  /** The same, to be read as the event that the test is about. */
  when(...events: readonly NewEvent[]): Promise<readonly number[]>;
  /** Rows of a projection for a home (of lab and project for the others), oldest first, without their key. */
  rows(table: string, home: string, columns: string): Promise<readonly object[]>;
}

export function givenProjections(): GivenProjections {
  const log = givenLog();
  const project = async (...events: readonly NewEvent[]) => {
    const results = await append(log.pool("ingest"), events);
    await catchUp(log.pool("worker"));
    return results.map((result) => result.position);
  };
  return {
    log,
    given: project,
    when: project,
    async rows(table, home, columns) {
      const key = { lab: "lab", project: "lab || '/' || project" }[table] ?? "home";
      const result = await log.pool("reader").query<object>(
        `select ${columns}, from_position as from, to_position as to from projection.${table}
           where ${key} = $1 order by from_position`,
        [home],
      );
      return result.rows;
    },
  };
}
