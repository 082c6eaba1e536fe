/**
 * Ids that are unlike any other in the database, and say by their form what they name: `lab`, `lab/project`,
 * `lab/project/subject`, then the session's and the trial's number; all else has its kind before its name, as in
 * `lab/project/subject/site:DLS`. A name holds no slash and no colon.
 */
import { SaddlepointError } from "../errors.ts";
import { NAME_PATTERN } from "../events/address.ts";
import type { LabRow, ProjectRow } from "../read/labs.ts";
import type { RecordingSiteRow } from "../read/recording-sites.ts";
import type { ReleaseRow } from "../read/releases.ts";
import type { RunRow } from "../read/run-list.ts";
import type { CohortDefinitionRow } from "../read/saved-cohorts.ts";
import type { SegmentRow } from "../read/segments.ts";
import type { SessionRow } from "../read/sessions.ts";
import type { SnippetPageRow } from "../read/snippet-pages.ts";
import type { StimulationPageRow } from "../read/stimulation-pages.ts";
import type { SubjectRow } from "../read/subjects.ts";
import type { TrialRow } from "../read/trial-pages.ts";
import type { Loaders } from "./loaders.ts";

interface Rows {
  readonly Lab: LabRow;
  readonly Project: ProjectRow;
  readonly Subject: SubjectRow;
  readonly Session: SessionRow;
  readonly Trial: TrialRow;
  readonly RecordingSite: RecordingSiteRow;
  readonly StrategySegment: SegmentRow;
  readonly Stimulation: StimulationPageRow;
  readonly Snippet: SnippetPageRow;
  readonly Run: RunRow;
  readonly CohortDefinition: CohortDefinitionRow;
  readonly Release: ReleaseRow;
}

/** A row that says of which type it is. */
export type NodeSource = { [Type in keyof Rows]: Rows[Type] & { readonly __typename: Type } }[keyof Rows];

const MAX_INT4 = 2 ** 31 - 1;

/**
 * What an id names; null where there is no such thing.
 *
 * @throws SaddlepointError INVALID_ID
 */
export async function findNode(loaders: Loaders, id: string): Promise<NodeSource | null> {
  const parts = id.split("/");
  const last = parts.at(-1) ?? "";
  const [kind, name] = last.includes(":") ? last.split(":", 2) : [null, last];
  const above = parts.slice(0, -1);
  const names = [...above.slice(0, 3), name];
  if (last.split(":").length > 2 || !names.every((each) => NAME_PATTERN.test(each))) throw invalidId(id);
  const home = parts.slice(0, 3).join("/");
  switch (`${above.length} ${kind ?? ""}`) {
    case "0 ":
      return typed("Lab", await loaders.lab.load(id));
    case "1 ":
      return typed("Project", await loaders.project.load(id));
    case "2 ":
      return typed("Subject", await loaders.subject.load(id));
    case "3 ": {
      const number = count(id, name);
      const { rows } = await loaders.sessionPage.load({ home, after: number - 1, first: 1 });
      return typed("Session", rows.find((row) => row.number === number) ?? null);
    }
    case "4 ": {
      const [session, trial] = [count(id, above[3]), count(id, name)];
      const { rows } = await loaders.trialPage.load({ home, session, after: trial - 1, first: 1 });
      return typed("Trial", rows.find(({ number }) => number === trial) ?? null);
    }
    case "3 site": {
      const sites = await loaders.sites.load(home);
      return typed("RecordingSite", sites?.find(({ site }) => site === name) ?? null);
    }
    case "3 segment": {
      const place = count(id, name);
      const { rows } = await loaders.segmentPage.load({ home, after: place - 1, first: 1 });
      return typed("StrategySegment", rows.find(({ ordinal }) => ordinal === place) ?? null);
    }
    case "4 stimulation": {
      const [session, number] = [count(id, above[3]), count(id, name)];
      const { rows } = await loaders.stimulationPage.load({ home, session, after: number - 1, first: 1 });
      return typed("Stimulation", rows.find((row) => row.number === number) ?? null);
    }
    case "4 snippet":
      return typed("Snippet", await loaders.snippet.load({ home, session: count(id, above[3]), name }));
    case "0 run":
      return typed("Run", /^\d{1,15}$/.test(name) ? await loaders.anyRun.load(Number(name)) : null);
    case "2 cohort":
      return typed("CohortDefinition", await loaders.cohortDefinition.load(id));
    case "2 release":
      return typed("Release", await loaders.release.load(id));
    default:
      throw invalidId(id);
  }
}

/**
 * The session that an id names, whether it is there or not.
 *
 * @throws SaddlepointError INVALID_ID
 */
export function sessionAddress(id: string): { readonly home: string; readonly session: number } {
  const names = id.split("/");
  const number = names.pop() ?? "";
  if (names.length !== 3 || !names.every((each) => NAME_PATTERN.test(each))) throw invalidId(id);
  return { home: names.join("/"), session: count(id, number) };
}

/**
 * The number of the run that an id names, whether it is there or not.
 *
 * @throws SaddlepointError INVALID_ID
 */
export const runNumber = (id: string): number => numbered("run", id);

/**
 * The same of a request.
 *
 * @throws SaddlepointError INVALID_ID
 */
export const requestNumber = (id: string): number => numbered("request", id);

function numbered(kind: string, id: string): number {
  const [before, number, ...rest] = id.split(":");
  if (before !== kind || rest.length > 0 || !/^\d{1,15}$/.test(number ?? "")) throw invalidId(id);
  return Number(number);
}

function typed<Type extends keyof Rows>(type: Type, row: Rows[Type] | null): NodeSource | null {
  return row && ({ ...row, __typename: type } as unknown as NodeSource);
}

function count(id: string, text: string): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
  if (number > MAX_INT4) throw invalidId(id);
  return number;
}

function invalidId(id: string): SaddlepointError {
  return new SaddlepointError(
    "INVALID_ID",
    `${JSON.stringify(id.slice(0, 500))} is no id`,
    "Pass an id as the field `id` of something gives it, for example lab/project/subject.",
    { field: "id", value: id.slice(0, 500) },
  );
}
