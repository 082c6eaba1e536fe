import type {
  AccessGrantedV1,
  AccessRevokedV1,
  CohortDefinedV1,
  CohortWithdrawnV1,
  EventDismissedV1,
  LabAmendedV1,
  LabRegisteredV1,
  LabVoidedV1,
  PreprocessingRegisteredV1,
  ProjectAmendedV1,
  ProjectRegisteredV1,
  ProjectVoidedV1,
  QualityNotedV1,
  RawFileRegisteredV2,
  RecordingSiteAmendedV1,
  RecordingSiteRegisteredV1,
  RecordingSiteVoidedV1,
  ReleasePublishedV1,
  ReleaseWithdrawnV1,
  SessionAmendedV1,
  SessionEndedV1,
  SessionExcludedV1,
  SessionReadmittedV1,
  SessionStartedV1,
  SessionVoidedV1,
  SnippetAmendedV1,
  SnippetRecordedV1,
  SnippetVoidedV1,
  StimulationAmendedV1,
  StimulationRecordedV1,
  StimulationVoidedV1,
  SubjectAmendedV1,
  SubjectExcludedV1,
  SubjectReadmittedV1,
  SubjectRegisteredV1,
  SubjectVoidedV1,
  TrialAmendedV1,
  TrialRecordedV1,
  TrialVoidedV1,
} from "./payloads.generated.ts";

/** The payload of each event type, at its newest version. */
export interface Payloads {
  readonly LabRegistered: LabRegisteredV1;
  readonly LabAmended: LabAmendedV1;
  readonly LabVoided: LabVoidedV1;
  readonly ProjectRegistered: ProjectRegisteredV1;
  readonly ProjectAmended: ProjectAmendedV1;
  readonly ProjectVoided: ProjectVoidedV1;
  readonly CohortDefined: CohortDefinedV1;
  readonly CohortWithdrawn: CohortWithdrawnV1;
  readonly AccessGranted: AccessGrantedV1;
  readonly AccessRevoked: AccessRevokedV1;
  readonly ReleasePublished: ReleasePublishedV1;
  readonly ReleaseWithdrawn: ReleaseWithdrawnV1;
  readonly SubjectRegistered: SubjectRegisteredV1;
  readonly SubjectAmended: SubjectAmendedV1;
  readonly SubjectVoided: SubjectVoidedV1;
  readonly SubjectExcluded: SubjectExcludedV1;
  readonly SubjectReadmitted: SubjectReadmittedV1;
  readonly RecordingSiteRegistered: RecordingSiteRegisteredV1;
  readonly RecordingSiteAmended: RecordingSiteAmendedV1;
  readonly RecordingSiteVoided: RecordingSiteVoidedV1;
  readonly SessionStarted: SessionStartedV1;
  readonly SessionEnded: SessionEndedV1;
  readonly SessionAmended: SessionAmendedV1;
  readonly SessionVoided: SessionVoidedV1;
  readonly SessionExcluded: SessionExcludedV1;
  readonly SessionReadmitted: SessionReadmittedV1;
  readonly TrialRecorded: TrialRecordedV1;
  readonly TrialAmended: TrialAmendedV1;
  readonly TrialVoided: TrialVoidedV1;
  readonly StimulationRecorded: StimulationRecordedV1;
  readonly StimulationAmended: StimulationAmendedV1;
  readonly StimulationVoided: StimulationVoidedV1;
  readonly RawFileRegistered: RawFileRegisteredV2;
  readonly QualityNoted: QualityNotedV1;
  readonly PreprocessingRegistered: PreprocessingRegisteredV1;
  readonly SnippetRecorded: SnippetRecordedV1;
  readonly SnippetAmended: SnippetAmendedV1;
  readonly SnippetVoided: SnippetVoidedV1;
  readonly EventDismissed: EventDismissedV1;
}

export type EventType = keyof Payloads;

/**
 * An event as a lab hands it in: what happened, to whom, and where the report comes from.
 *
 * `project`, `subject` and `session` are given as far as the type's stream needs them (event-types.ts).
 * The same (lab, source, sourceEventId) is the same event, for ever.
 */
export interface NewEvent<T extends EventType = EventType> {
  readonly type: T;
  readonly schemaVersion: number;
  readonly lab: string;
  readonly project?: string;
  readonly subject?: string;
  /** 1-based number of the session within the subject. */
  readonly session?: number;
  /** What reported it: a rig, a file format, a person's tool. */
  readonly source: string;
  readonly sourceEventId: string;
  /** Experiment time, RFC 3339; null where the source does not say. */
  readonly occurredAt: string | null;
  /** Who appended it. The log keeps an id instead; a name lies apart and can be shredded (log/staff.ts). */
  readonly actor: string;
  readonly payload: Payloads[T];
  /** Snippets only. */
  readonly samples?: Float32Array;
}
