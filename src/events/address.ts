/**
 * How events are addressed. Names are path components, so a stream's name says whose it is:
 * `lab`, `lab/project`, `lab/project/subject` and `lab/project/subject/session`.
 */
export interface Address {
  /** The subject (lab/project/subject), or the lab for events without a subject: the partition key. */
  readonly home: string;
  /** The unit of versions and of the hash chain. */
  readonly stream: string;
}

/** Letters, digits, dot, dash and underscore; 1 to 64 of them; beginning with a letter or digit. */
export const NAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export type StreamKind = "lab" | "project" | "subject" | "session" | "any";

export function subjectHome(lab: string, project: string, subject: string): string {
  return `${lab}/${project}/${subject}`;
}

export function addressOf(
  kind: StreamKind,
  at: { lab: string; project?: string; subject?: string; session?: number },
): Address {
  switch (kind) {
    case "any":
      return addressOf(finestKind(at), at);
    case "lab":
      return { home: at.lab, stream: at.lab };
    case "project":
      return { home: at.lab, stream: `${at.lab}/${at.project}` };
    case "subject": {
      const home = `${at.lab}/${at.project}/${at.subject}`;
      return { home, stream: home };
    }
    case "session": {
      const home = `${at.lab}/${at.project}/${at.subject}`;
      return { home, stream: `${home}/${at.session}` };
    }
  }
}

/** The finest stream that an address with these parts can name. */
export function finestKind(at: {
  project?: string;
  subject?: string;
  session?: number;
}): Exclude<StreamKind, "any"> {
  if (at.session !== undefined) return "session";
  if (at.subject !== undefined) return "subject";
  return at.project === undefined ? "lab" : "project";
}
