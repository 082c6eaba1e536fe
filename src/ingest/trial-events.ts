import type { NewEvent, Payloads } from "../events/new-event.ts";
import type { TrialRecord } from "../formats/trial-csv/trial-row.ts";

/** Whose events these are and who hands them in. */
export interface Provenance {
  readonly lab: string;
  readonly project: string;
  /** The kind of material: a file format, a rig, a simulation. */
  readonly source: string;
  readonly actor: string;
}

/** What is known of the subjects apart from their trials. */
export type SubjectFacts = Payloads["SubjectRegistered"];

/** The session number of a subject whose session boundaries are unknown: all its trials are one session. */
const ONLY_SESSION = 1;

/** Source of the registrations that every import repeats, so that they are the same events for all of them. */
const REGISTRY = "saddlepoint";

/** The lab and the project, as any import registers them. */
export function registrationEvents({ lab, project, actor }: Provenance): readonly NewEvent[] {
  const common = { schemaVersion: 1, lab, source: REGISTRY, occurredAt: null, actor, payload: {} } as const;
  return [
    { ...common, type: "LabRegistered", sourceEventId: "lab" },
    { ...common, type: "ProjectRegistered", project, sourceEventId: `project:${project}` },
  ];
}

/**
 * Turns trials, in order of subject and session, into events: a subject is registered before its first trial, a
 * session started before its own. An event's id says which subject, session or trial it is about, so the same
 * trials from another copy of a file are the same events.
 */
export function trialEventWriter(
  provenance: Provenance,
  factsOf: (subject: string) => SubjectFacts,
): (trial: TrialRecord) => readonly NewEvent[] {
  const { lab, project, source, actor } = provenance;
  const common = { schemaVersion: 1, lab, project, source, occurredAt: null, actor } as const;
  let subject: string | undefined;
  let session: number | undefined;
  return (trial) => {
    const events: NewEvent[] = [];
    if (trial.subject !== subject) {
      subject = trial.subject;
      session = undefined;
      events.push({
        ...common,
        type: "SubjectRegistered",
        subject,
        sourceEventId: subjectEventId(project, subject),
        payload: factsOf(subject),
      });
    }
    const number = trial.session ?? ONLY_SESSION;
    if (number !== session) {
      session = number;
      events.push({
        ...common,
        type: "SessionStarted",
        subject,
        session,
        sourceEventId: `session:${project}/${subject}/${session}`,
        payload: trial.session === null ? { boundariesKnown: false } : {},
      });
    }
    events.push({
      ...common,
      type: "TrialRecorded",
      subject,
      session,
      sourceEventId: `trial:${project}/${subject}/${session}/${trial.trial}`,
      payload: trialPayload(trial),
    });
    return events;
  };
}

/** Id of the event that registers a subject on its first import. */
export function subjectEventId(project: string, subject: string): string {
  return `subject:${project}/${subject}`;
}

/** What a trial does not say is left out, so that adding an optional column to the format changes no old event. */
function trialPayload(trial: TrialRecord): Payloads["TrialRecorded"] {
  return {
    trial: trial.trial,
    contrastLeft: trial.contrastLeft,
    contrastRight: trial.contrastRight,
    choice: trial.choice,
    ...(trial.responseTimeS === null ? {} : { responseTimeS: trial.responseTimeS }),
    ...(trial.outcome === null ? {} : { outcome: trial.outcome }),
    ...(trial.rewardVolumeUl === null ? {} : { rewardVolumeUl: trial.rewardVolumeUl }),
    ...(trial.repeatNumber === null || trial.repeatNumber === 0 ? {} : { repeatNumber: trial.repeatNumber }),
    ...(trial.block === null ? {} : { block: trial.block }),
    ...(trial.stimulusOnS === null ? {} : { stimulusOnS: trial.stimulusOnS }),
    ...(trial.goCueS === null ? {} : { goCueS: trial.goCueS }),
    ...(trial.choiceS === null ? {} : { choiceS: trial.choiceS }),
    ...(trial.outcomeS === null ? {} : { outcomeS: trial.outcomeS }),
  };
}
