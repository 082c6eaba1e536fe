/** What can be wrong with a log. */
export type FindingKind =
  /** An event's hash is not that of its content. */
  | "CHANGED"
  /** A position or a version of a stream that no event has. */
  | "REMOVED"
  /** A position given out twice, or beyond the log's head. */
  | "INSERTED"
  /** Versions of a stream, or recorded times, that go back. */
  | "REORDERED"
  /** An event that does not follow the one in front of it. */
  | "BROKEN_LINK"
  /** log.stream's end of a stream, or a source's ids, are not those of the events. */
  | "WRONG_TAIL"
  /** The log ends before a checkpoint. */
  | "TRUNCATED"
  /** Sound by itself, but not what was signed: changed with its chain recomputed, or put in another place. */
  | "NOT_AS_SIGNED";

export interface Finding {
  readonly kind: FindingKind;
  readonly position: number | null;
  readonly stream: string | null;
  readonly streamVersion: number | null;
  readonly says: string;
}

/** At most so many are kept; all are counted. */
export const MAX_FINDINGS = 1_000;

export interface FindingList {
  readonly kept: readonly Finding[];
  readonly count: number;
  add(finding: Finding): void;
}

export function findingList(): FindingList {
  const kept: Finding[] = [];
  let count = 0;
  return {
    kept,
    get count() {
      return count;
    },
    add(finding) {
      count++;
      if (kept.length < MAX_FINDINGS) kept.push(finding);
    },
  };
}
