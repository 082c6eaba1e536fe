import { createHash } from "node:crypto";
import type { NewEvent, Payloads } from "../events/new-event.ts";
import type { EventTime } from "../formats/event-times/read-event-times.ts";
import type { TraceQuality } from "../science/photometry/quality.ts";

/** Whose session snippets belong to, and who hands them in. */
export interface SessionAddress {
  readonly lab: string;
  readonly project: string;
  readonly subject: string;
  readonly session: number;
  readonly actor: string;
}

export const PHOTOMETRY_SOURCE = "photometry";
const LONGEST_NAME = 64;

/** Builders of the events of one session's photometry; ids say what each is about. */
export function photometryEvents({ lab, project, subject, session, actor }: SessionAddress) {
  const common = {
    ...{ schemaVersion: 1, lab, project, subject, source: PHOTOMETRY_SOURCE, occurredAt: null, actor },
  } as const;
  const about = `${project}/${subject}/${session}`;
  return {
    site: (payload: Payloads["RecordingSiteRegistered"]): NewEvent<"RecordingSiteRegistered"> => ({
      ...common,
      type: "RecordingSiteRegistered",
      sourceEventId: `site:${project}/${subject}/${payload.site}`,
      payload,
    }),
    rawFile: (payload: Payloads["RawFileRegistered"]): NewEvent<"RawFileRegistered"> => ({
      ...common,
      schemaVersion: 2,
      session,
      type: "RawFileRegistered",
      sourceEventId: `raw:${about}/${payload.sha256}`,
      payload,
    }),
    preprocessing: (payload: Payloads["PreprocessingRegistered"]): NewEvent<"PreprocessingRegistered"> => ({
      ...common,
      session,
      type: "PreprocessingRegistered",
      sourceEventId: `preprocessing:${about}/${payload.preprocessing}`,
      payload,
    }),
    quality: (payload: Payloads["QualityNoted"]): NewEvent<"QualityNoted"> => ({
      ...common,
      session,
      type: "QualityNoted",
      sourceEventId: `quality:${about}/${payload.notice}`,
      payload,
    }),
    snippet: (payload: Payloads["SnippetRecorded"], samples: Float32Array): NewEvent<"SnippetRecorded"> => ({
      ...common,
      session,
      type: "SnippetRecorded",
      sourceEventId: `snippet:${about}/${payload.snippet}`,
      payload,
      samples,
    }),
  };
}

/** A name made of what something consists of: the same again has the same name. */
export function contentName(prefix: string, content: unknown): string {
  return `${prefix}-${createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 12)}`;
}

/** stimulus-12-p-0123456789ab: the event, its trial (or e and its place in the list), the preprocessing. */
export function snippetName({ alignment, trial }: EventTime, ordinal: number, preprocessing: string): string {
  const event = `${alignment}-${trial ?? `e${ordinal + 1}`}`;
  const name = `${event}-${preprocessing}`;
  return name.length <= LONGEST_NAME ? name : contentName(event, preprocessing);
}

/** The measures of a quality notice. */
export function qualityMeasures(
  quality: TraceQuality,
  more: Readonly<Record<string, number | null>>,
): Payloads["QualityNoted"]["measures"] {
  return { ...quality, ...more };
}
