import type { TrialRecord } from "./trial-row.ts";

/** What a file held of one subject. */
export interface SubjectTally {
  readonly subject: string;
  readonly nTrials: number;
  /** Number of sessions; null where their boundaries are unknown. */
  readonly nSessions: number | null;
  /** Shortest response time of a trial with a choice; null where none was recorded. */
  readonly minResponseTimeS: number | null;
}

/** Counts rows that come in order, subject by subject, session by session. */
export interface TallyKeeper {
  add(row: TrialRecord): void;
  /** In the order of the rows. */
  subjects(): readonly SubjectTally[];
}

export function tallyKeeper(): TallyKeeper {
  const done: SubjectTally[] = [];
  let subject: string | null = null;
  let session: number | null = null;
  let nTrials = 0;
  let nSessions = 0;
  let minResponseTimeS = Number.POSITIVE_INFINITY;

  const current = (): readonly SubjectTally[] =>
    subject === null
      ? []
      : [
          {
            subject,
            nTrials,
            nSessions: session === null ? null : nSessions,
            minResponseTimeS: Number.isFinite(minResponseTimeS) ? minResponseTimeS : null,
          },
        ];

  return {
    add(row) {
      if (row.subject !== subject) {
        done.push(...current());
        subject = row.subject;
        session = null;
        nTrials = 0;
        nSessions = 0;
        minResponseTimeS = Number.POSITIVE_INFINITY;
      }
      nTrials += 1;
      if (row.session !== session) {
        session = row.session;
        nSessions += 1;
      }
      if (row.responseTimeS !== null && row.choice !== "no-go" && row.responseTimeS < minResponseTimeS) {
        minResponseTimeS = row.responseTimeS;
      }
    },
    subjects: () => [...done, ...current()],
  };
}

/** Sessions of all subjects together; null where those of any are unknown. */
export function totalSessions(subjects: readonly SubjectTally[]): number | null {
  return subjects.reduce<number | null>(
    (sum, { nSessions }) => (sum === null || nSessions === null ? null : sum + nSessions),
    0,
  );
}
