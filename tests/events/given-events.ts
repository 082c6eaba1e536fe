import type { EventType, NewEvent, Payloads } from "../../src/events/new-event.ts";

type Change<T extends EventType> = Partial<Omit<NewEvent<T>, "payload" | "type">>;

const common = {
  schemaVersion: 1,
  lab: "lab",
  project: "study",
  source: "rig",
  occurredAt: null,
  actor: "tester",
} as const;

/** Every event gets an id of its own unless told. */
let made = 0;

export function trial(
  subject: string,
  session: number,
  number: number,
  payload: Partial<Payloads["TrialRecorded"]> = {},
  change: Change<"TrialRecorded"> = {},
): NewEvent<"TrialRecorded"> {
  return {
    ...common,
    type: "TrialRecorded",
    subject,
    session,
    sourceEventId: `trial:${subject}/${session}/${number}`,
    payload: { trial: number, contrastLeft: 0, contrastRight: 0.5, choice: "right", ...payload },
    ...change,
  };
}

export function sessionStarted(
  subject: string,
  session: number,
  payload: Payloads["SessionStarted"] = {},
  change: Change<"SessionStarted"> = {},
): NewEvent<"SessionStarted"> {
  return {
    ...common,
    type: "SessionStarted",
    subject,
    session,
    sourceEventId: `made:${++made}`,
    payload,
    ...change,
  };
}

export function subjectRegistered(
  subject: string,
  payload: Payloads["SubjectRegistered"] = {},
  change: Change<"SubjectRegistered"> = {},
): NewEvent<"SubjectRegistered"> {
  return {
    ...common,
    type: "SubjectRegistered",
    subject,
    sourceEventId: `made:${++made}`,
    payload,
    ...change,
  };
}

export function projectRegistered(
  payload: Payloads["ProjectRegistered"] = {},
  change: Change<"ProjectRegistered"> = {},
): NewEvent<"ProjectRegistered"> {
  return { ...common, type: "ProjectRegistered", sourceEventId: `made:${++made}`, payload, ...change };
}

export function labRegistered(
  payload: Payloads["LabRegistered"] = {},
  change: Change<"LabRegistered"> = {},
): NewEvent<"LabRegistered"> {
  return { ...common, type: "LabRegistered", sourceEventId: `made:${++made}`, payload, ...change };
}

/** Trials first … last of a session. */
export function trials(
  subject: string,
  session: number,
  first: number,
  last: number,
): NewEvent<"TrialRecorded">[] {
  return Array.from({ length: last - first + 1 }, (_, i) => trial(subject, session, first + i));
}

export function grant(
  at: { readonly lab: string; readonly project: string },
  payload: Payloads["AccessGranted"],
): NewEvent<"AccessGranted"> {
  return { ...common, ...at, type: "AccessGranted", sourceEventId: `made:${++made}`, payload };
}

export function grantRevoked(
  at: { readonly lab: string; readonly project: string },
  name: string,
): NewEvent<"AccessRevoked"> {
  const payload = { grant: name, reason: "the collaboration ended" };
  return { ...common, ...at, type: "AccessRevoked", sourceEventId: `made:${++made}`, payload };
}

export function cohortDefined(
  at: { readonly lab: string; readonly project: string },
  cohort: string,
  filter: Payloads["CohortDefined"]["filter"],
): NewEvent<"CohortDefined"> {
  return {
    ...common,
    ...at,
    type: "CohortDefined",
    sourceEventId: `made:${++made}`,
    payload: { cohort, filter },
  };
}

export function cohortWithdrawn(
  at: { readonly lab: string; readonly project: string },
  cohort: string,
): NewEvent<"CohortWithdrawn"> {
  const payload = { cohort, reason: "it is not used any more" };
  return { ...common, ...at, type: "CohortWithdrawn", sourceEventId: `made:${++made}`, payload };
}

export function releasePublished(
  at: { readonly lab: string; readonly project: string },
  payload: Payloads["ReleasePublished"],
): NewEvent<"ReleasePublished"> {
  return { ...common, ...at, type: "ReleasePublished", sourceEventId: `made:${++made}`, payload };
}
