import type { SessionRow } from "../read/sessions.ts";
import type { SubjectFilter } from "../read/subject-filter.ts";
import type { Page, SubjectRow } from "../read/subjects.ts";
import type { TrialRow } from "../read/trial-pages.ts";
import { type CursorKind, encodeCursor, subjectCursor, trialCursor } from "./cursors.ts";

/** A list of which the page is fetched when a field of it is asked for. */
interface ConnectionSource<Row> {
  readonly page: () => Promise<Page<Row>>;
}

export interface SubjectConnectionSource extends ConnectionSource<SubjectRow> {
  readonly filter: SubjectFilter;
}

export interface TrialConnectionSource extends ConnectionSource<TrialRow> {
  readonly session: SessionRow;
}

/** The fields of every connection but totalCount. */
function connectionFields<Row, Key>(kind: CursorKind<Key>, keyOf: (row: Row) => Key) {
  const cursorOf = (row: Row) => encodeCursor(kind, keyOf(row));
  return {
    edges: async ({ page }: ConnectionSource<Row>) =>
      (await page()).rows.map((row) => ({ cursor: cursorOf(row), node: row })),
    nodes: async ({ page }: ConnectionSource<Row>) => (await page()).rows,
    pageInfo: async ({ page }: ConnectionSource<Row>) => {
      const { rows, hasNextPage } = await page();
      const last = rows.at(-1);
      return { hasNextPage, endCursor: last === undefined ? null : cursorOf(last) };
    },
  };
}

export const subjectConnectionFields = connectionFields(subjectCursor, (subject: SubjectRow) => subject);
export const trialConnectionFields = connectionFields(trialCursor, (trial: TrialRow) => trial.number);
