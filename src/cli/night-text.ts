import type { NightReport } from "../analyses/night-report.ts";

/** The report of a night as text for a terminal. */
export function reportText(report: NightReport): string {
  return [
    `Night of ${report.night} (${report.timeZone}): ${report.nRuns} runs in ${seconds(report.durationS)}, ` +
      `${report.nFailed} failed, ${report.nSkipped} skipped as up to date; ${report.nRunsByDay} by day before it.`,
    ...analysesWithWork(report).map(
      ({ analysis, succeeded, failed, dropped, fresh, parked, durationS }) =>
        `  ${analysis}: ${succeeded} succeeded, ${failed} failed, ${dropped} dropped, ${fresh} skipped, ` +
        `${parked} parked; ${seconds(durationS)} of computing`,
    ),
    ...section(
      "Failed",
      report.failures.map(
        ({ runId, analysis, scope, error }) =>
          `${analysis} of ${scope} (run ${runId}): ${error.code}: ${error.message}`,
      ),
    ),
    ...section(
      `Moved ${sinceText(report)}`,
      movedLines(report).map(
        ({ what, subject, before, after }) => `${subject}: ${what} ${before} -> ${after}`,
      ),
    ),
    `  ${newText(report)}`,
    ...(report.verdictsReason === null ? [] : [`  Verdicts: ${report.verdictsReason}`]),
    ...section(
      "To look at",
      report.notices.map(({ subject, session, message }) => `${subject}, session ${session}: ${message}`),
    ),
    ...section(
      "Nights before",
      report.earlierNights.map(
        ({ night, durationS, nRuns, nFailed }) =>
          `${night}: ${nRuns} runs in ${seconds(durationS)}, ${nFailed} failed`,
      ),
    ),
  ].join("\n");
}

/** Analyses of which there was anything to do or to skip. */
export function analysesWithWork({ analyses }: NightReport): NightReport["analyses"] {
  return analyses.filter((a) => a.planned + a.fresh + a.parked + a.succeeded + a.failed + a.dropped > 0);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

export function seconds(s: number): string {
  return s < 100 ? `${s.toFixed(1)} s` : `${(s / 60).toFixed(1)} min`;
}

export function sinceText({ since }: NightReport): string {
  return since === null ? "since ever" : `since ${since}`;
}

export function newText({ strategies, encodings, verdicts }: NightReport): string {
  return (
    `For the first time: strategies of ${strategies.nNew} subjects, encoding of ${encodings.nNew} fibres, ` +
    `verdicts on ${verdicts?.nNew ?? 0} subjects.`
  );
}

export interface MovedLine {
  readonly what: string;
  readonly subject: string;
  readonly before: string;
  readonly after: string;
}

const names: Readonly<Record<string, string>> = {
  early: "early strategy",
  late: "late strategy",
  trajectoryClass: "trajectory class",
  present: "present strategy",
  stimulus: "stimulus response",
  outcome: "outcome response",
  winner: "learning rule",
  sure: "learning rule is sure",
};

/** One line for each value that changed. */
export function movedLines({ strategies, encodings, verdicts }: NightReport): readonly MovedLine[] {
  const moved: readonly { subject: string; before: object | null; after: object }[] = [
    ...strategies.changed,
    ...(verdicts?.changed ?? []),
    ...encodings.changed.map(({ site, ...each }) => ({ ...each, subject: `${each.subject}, fibre ${site}` })),
  ];
  return moved.flatMap(({ subject, before, after }) => {
    const was: Readonly<Record<string, string | boolean | null>> = { ...before };
    return Object.entries<string | boolean | null>({ ...after })
      .filter(([name, value]) => was[name] !== value)
      .map(([name, value]) => ({
        what: names[name] ?? name,
        subject,
        before: valueText(was[name]),
        after: valueText(value),
      }));
  });
}

function valueText(value: string | boolean | null | undefined): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value ?? "none";
}
