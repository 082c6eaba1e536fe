import type { StreamKind } from "./address.ts";
import type { EventType } from "./new-event.ts";

export interface EventTypeInfo {
  /** Which stream its events belong to; `any` where the address says. */
  readonly stream: StreamKind;
  /** Newest version of the contract; schema/events holds one file a version. */
  readonly version: number;
  /** Stem of the contract's file name. */
  readonly schema: string;
}

/** Every event type that the log takes in. */
export const eventTypes: Readonly<Record<EventType, EventTypeInfo>> = {
  LabRegistered: { stream: "lab", version: 1, schema: "lab-registered" },
  LabAmended: { stream: "lab", version: 1, schema: "lab-amended" },
  LabVoided: { stream: "lab", version: 1, schema: "lab-voided" },
  ProjectRegistered: { stream: "project", version: 1, schema: "project-registered" },
  ProjectAmended: { stream: "project", version: 1, schema: "project-amended" },
  ProjectVoided: { stream: "project", version: 1, schema: "project-voided" },
  CohortDefined: { stream: "project", version: 1, schema: "cohort-defined" },
  CohortWithdrawn: { stream: "project", version: 1, schema: "cohort-withdrawn" },
  AccessGranted: { stream: "project", version: 1, schema: "access-granted" },
  AccessRevoked: { stream: "project", version: 1, schema: "access-revoked" },
  ReleasePublished: { stream: "project", version: 1, schema: "release-published" },
  ReleaseWithdrawn: { stream: "project", version: 1, schema: "release-withdrawn" },
  SubjectRegistered: { stream: "subject", version: 1, schema: "subject-registered" },
  SubjectAmended: { stream: "subject", version: 1, schema: "subject-amended" },
  SubjectVoided: { stream: "subject", version: 1, schema: "subject-voided" },
  SubjectExcluded: { stream: "subject", version: 1, schema: "subject-excluded" },
  SubjectReadmitted: { stream: "subject", version: 1, schema: "subject-readmitted" },
  RecordingSiteRegistered: { stream: "subject", version: 1, schema: "recording-site-registered" },
  RecordingSiteAmended: { stream: "subject", version: 1, schema: "recording-site-amended" },
  RecordingSiteVoided: { stream: "subject", version: 1, schema: "recording-site-voided" },
  SessionStarted: { stream: "session", version: 1, schema: "session-started" },
  SessionEnded: { stream: "session", version: 1, schema: "session-ended" },
  SessionAmended: { stream: "session", version: 1, schema: "session-amended" },
  SessionVoided: { stream: "session", version: 1, schema: "session-voided" },
  SessionExcluded: { stream: "session", version: 1, schema: "session-excluded" },
  SessionReadmitted: { stream: "session", version: 1, schema: "session-readmitted" },
  TrialRecorded: { stream: "session", version: 1, schema: "trial-recorded" },
  TrialAmended: { stream: "session", version: 1, schema: "trial-amended" },
  TrialVoided: { stream: "session", version: 1, schema: "trial-voided" },
  StimulationRecorded: { stream: "session", version: 1, schema: "stimulation-recorded" },
  StimulationAmended: { stream: "session", version: 1, schema: "stimulation-amended" },
  StimulationVoided: { stream: "session", version: 1, schema: "stimulation-voided" },
  RawFileRegistered: { stream: "session", version: 2, schema: "raw-file-registered" },
  QualityNoted: { stream: "session", version: 1, schema: "quality-noted" },
  PreprocessingRegistered: { stream: "session", version: 1, schema: "preprocessing-registered" },
  SnippetRecorded: { stream: "session", version: 1, schema: "snippet-recorded" },
  SnippetAmended: { stream: "session", version: 1, schema: "snippet-amended" },
  SnippetVoided: { stream: "session", version: 1, schema: "snippet-voided" },
  EventDismissed: { stream: "any", version: 1, schema: "event-dismissed" },
};

/** Event types after which a session's trials, as analyses read them, are not what they were. */
export const TRIAL_EVENT_TYPES: readonly EventType[] = [
  "SessionStarted",
  "SessionAmended",
  "SessionVoided",
  "SessionExcluded",
  "SessionReadmitted",
  "SubjectVoided",
  "SubjectExcluded",
  "SubjectReadmitted",
  "TrialRecorded",
  "TrialAmended",
  "TrialVoided",
  "EventDismissed",
];

/** Event types after which some analysis may have to be made anew. */
export const ANALYSED_EVENT_TYPES: readonly EventType[] = [
  ...TRIAL_EVENT_TYPES,
  "StimulationRecorded",
  "StimulationAmended",
  "StimulationVoided",
  "SnippetRecorded",
  "SnippetAmended",
  "SnippetVoided",
  "RecordingSiteRegistered",
  "RecordingSiteAmended",
  "RecordingSiteVoided",
];

export function isEventType(name: unknown): name is EventType {
  return typeof name === "string" && Object.hasOwn(eventTypes, name);
}
