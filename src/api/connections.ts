import type { AsOf } from "../read/as-of.ts";
import type { LabRow, ProjectRow } from "../read/labs.ts";
import type { Page } from "../read/pages.ts";
import type { RecordingSiteRow } from "../read/recording-sites.ts";
import type { ReleaseRow } from "../read/releases.ts";
import type { RunRow } from "../read/run-list.ts";
import type { CohortDefinitionRow } from "../read/saved-cohorts.ts";
import type { SegmentRow } from "../read/segments.ts";
import type { SessionRow } from "../read/sessions.ts";
import type { SnippetPageRow } from "../read/snippet-pages.ts";
import type { StimulationPageRow } from "../read/stimulation-pages.ts";
import type { SubjectFilter } from "../read/subject-filter.ts";
import type { SubjectRow } from "../read/subjects.ts";
import type { TrialRow } from "../read/trial-pages.ts";
import {
  type CursorKind,
  cohortCursor,
  encodeCursor,
  foundTrialCursor,
  labCursor,
  projectCursor,
  releaseCursor,
  runCursor,
  segmentCursor,
  sessionCursor,
  siteCursor,
  snippetCursor,
  stimulationCursor,
  subjectCursor,
  trialCursor,
} from "./cursors.ts";

/** A list of which the page is fetched when a field of it is asked for. */
interface ConnectionSource<Row> {
  readonly page: () => Promise<Page<Row>>;
}

export interface SubjectConnectionSource extends ConnectionSource<SubjectRow> {
  readonly filter: SubjectFilter;
  readonly asOf: AsOf;
}

export interface TrialConnectionSource extends ConnectionSource<TrialRow> {
  readonly session: SessionRow;
}

/** A list that is counted by a statement of its own. */
interface ListSource<Row> extends ConnectionSource<Row> {
  readonly count: () => Promise<number>;
}

export type LabListSource = ListSource<LabRow>;
export type ProjectListSource = ListSource<ProjectRow>;
export type SessionListSource = ListSource<SessionRow>;
export type SegmentListSource = ListSource<SegmentRow>;
export type SiteListSource = ListSource<RecordingSiteRow>;
export type FoundTrialListSource = ListSource<TrialRow>;
export type CohortListSource = ListSource<CohortDefinitionRow>;
export type ReleaseListSource = ListSource<ReleaseRow>;
export type RunListSource = ListSource<RunRow>;
export type StimulationListSource = ListSource<StimulationPageRow>;
export type SnippetListSource = ListSource<SnippetPageRow>;

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

const totalCount = ({ count }: { readonly count: () => Promise<number> }) => count();

export const labConnectionFields = {
  ...connectionFields(labCursor, ({ lab }: LabRow) => lab),
  totalCount,
};
export const projectConnectionFields = {
  ...connectionFields(projectCursor, (row: ProjectRow) => row),
  totalCount,
};
export const sessionListFields = {
  ...connectionFields(sessionCursor, ({ number }: SessionRow) => number),
  totalCount,
};
export const segmentListFields = {
  ...connectionFields(segmentCursor, ({ ordinal }: SegmentRow) => ordinal),
  totalCount,
};
export const siteListFields = {
  ...connectionFields(siteCursor, ({ site }: RecordingSiteRow) => site),
  totalCount,
};
export const foundTrialConnectionFields = {
  ...connectionFields(foundTrialCursor, ({ home, session, number }: TrialRow) => ({
    home,
    session,
    trial: number,
  })),
  totalCount,
};
export const cohortListFields = {
  ...connectionFields(cohortCursor, (row: CohortDefinitionRow) => row),
  totalCount,
};
export const releaseListFields = { ...connectionFields(releaseCursor, (row: ReleaseRow) => row), totalCount };
export const runListFields = { ...connectionFields(runCursor, ({ id }: RunRow) => id), totalCount };
export const stimulationListFields = {
  ...connectionFields(stimulationCursor, ({ number }: StimulationPageRow) => number),
  totalCount,
};
export const snippetListFields = {
  ...connectionFields(snippetCursor, ({ name }: SnippetPageRow) => name),
  totalCount,
};
