import type { CohortAnswer } from "../analyses/cohort.ts";
import type { Correlation } from "../science/statistics/correlation.ts";

/** A cohort's answer as the command line prints it. Subjects are named as in their files, and by their id. */
export function cohortDocument({ members, simulated, statistics, excluded }: CohortAnswer) {
  const names = new Map(members.map((member) => [member.home, member.subject]));
  return {
    n: statistics.n,
    simulated,
    excluded: excluded.map(({ subject, code, reason }) => ({
      subject: names.get(subject) ?? subject,
      id: subject,
      code,
      reason,
    })),
    earlyBiasLateSlope: correlationDocument(statistics.earlyBiasLateSlope),
    earlyLateBias: correlationDocument(statistics.earlyLateBias),
    earlyLateTable: {
      n: statistics.earlyLateTable.n,
      p: statistics.earlyLateTable.p,
      cells: statistics.earlyLateTable.cells.map(({ row, column, n, ofRow }) => ({
        early: row,
        late: column,
        n,
        ofEarly: ofRow.proportion,
        ofEarlyCi: ofRow.ci,
      })),
    },
    subjects: members.map((member) => ({
      subject: member.subject,
      id: member.home,
      lab: member.lab,
      project: member.project,
      simulated: member.simulated,
      nSessions: member.nSessions,
      earlyStrategy: member.earlyStrategy,
      lateStrategy: member.lateStrategy,
    })),
  };
}

export type CohortDocument = ReturnType<typeof cohortDocument>;

function correlationDocument({ r, ci, p, n }: Correlation) {
  return { r, ci, p, n };
}

/** The same for people. */
export function cohortText(cohort: CohortDocument): string {
  const lines = [
    `${cohort.subjects.length} subjects${cohort.simulated ? " (simulated)" : ""}, ${cohort.n} of them with early and late sessions`,
    `  early bias and late right − left slope: ${correlationText(cohort.earlyBiasLateSlope)}`,
    `  early bias and late bias:               ${correlationText(cohort.earlyLateBias)}`,
  ];
  for (const { subject, reason } of cohort.excluded) lines.push(`  left out: ${subject}: ${reason}`);
  if (cohort.earlyLateTable.cells.length > 0) {
    const { p } = cohort.earlyLateTable;
    lines.push(
      `  early → late strategy (n = ${cohort.earlyLateTable.n}${p === null ? "" : `, p = ${p.toPrecision(2)}`}):`,
    );
    for (const { early, late, n } of cohort.earlyLateTable.cells) {
      lines.push(`    ${early.toLowerCase().padEnd(17)} → ${late.toLowerCase().padEnd(17)} ${n}`);
    }
  }
  return lines.join("\n");
}

function correlationText({ r, ci, p, n }: CohortDocument["earlyBiasLateSlope"]): string {
  if (r === null || ci === null) return `not defined (n = ${n})`;
  const sign = (value: number) => `${value >= 0 ? "+" : "−"}${Math.abs(value).toFixed(2)}`;
  return `r = ${sign(r)} [${sign(ci[0])}, ${sign(ci[1])}], p = ${p === null ? "?" : p.toPrecision(2)}, n = ${n}`;
}
