import type { StreamKind } from "./address.ts";
import type { EventType } from "./new-event.ts";

interface EventTypeInfo {
  /** Which stream its events belong to. */
  readonly stream: StreamKind;
  /** Newest version of the contract; schema/events holds one file a version. */
  readonly version: number;
  /** Stem of the contract's file name. */
  readonly schema: string;
}

/** Every event type that the log takes in. */
export const eventTypes: Readonly<Record<EventType, EventTypeInfo>> = {
  LabRegistered: { stream: "lab", version: 1, schema: "lab-registered" },
  ProjectRegistered: { stream: "project", version: 1, schema: "project-registered" },
  SubjectRegistered: { stream: "subject", version: 1, schema: "subject-registered" },
  SessionStarted: { stream: "session", version: 1, schema: "session-started" },
  TrialRecorded: { stream: "session", version: 1, schema: "trial-recorded" },
};

export function isEventType(name: unknown): name is EventType {
  return typeof name === "string" && Object.hasOwn(eventTypes, name);
}
