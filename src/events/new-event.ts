import type {
  LabRegisteredV1,
  ProjectRegisteredV1,
  SessionStartedV1,
  SubjectRegisteredV1,
  TrialRecordedV1,
} from "./payloads.generated.ts";

/** The payload of each event type, at its newest version. */
export interface Payloads {
  readonly LabRegistered: LabRegisteredV1;
  readonly ProjectRegistered: ProjectRegisteredV1;
  readonly SubjectRegistered: SubjectRegisteredV1;
  readonly SessionStarted: SessionStartedV1;
  readonly TrialRecorded: TrialRecordedV1;
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
  /** Who appended it. */
  readonly actor: string;
  readonly payload: Payloads[T];
  /** Snippets only. */
  readonly samples?: Float32Array;
}
