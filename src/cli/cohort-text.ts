import type { CohortDocument, StatisticsDocument } from "./cohort-document.ts";

/** A cohort's answer for people. */
export function cohortText(cohort: CohortDocument): string {
  return [
    `${cohort.subjects.length} subjects${cohort.simulated ? " (simulated)" : ""}, ${cohort.n} of them with early and late sessions`,
    ...statisticsLines(cohort, cohort.excluded),
  ].join("\n");
}

export function statisticsLines(
  cohort: StatisticsDocument,
  excluded: readonly { readonly subject: string; readonly reason: string }[],
): readonly string[] {
  const { earlyLateTable, transitions, prediction } = cohort;
  const lines = [
    `  early bias and late right − left slope: ${correlationText(cohort.earlyBiasLateSlope)}`,
    `  early bias and late bias:               ${correlationText(cohort.earlyLateBias)}`,
    ...excluded.map(({ subject, reason }) => `  left out: ${subject}: ${reason}`),
  ];
  if (earlyLateTable.cells.length > 0) {
    const { n, p } = earlyLateTable;
    lines.push(`  early → late strategy (n = ${n}${p === null ? "" : `, p = ${p.toPrecision(2)}`}):`);
    for (const { early, late, n: mice } of earlyLateTable.cells)
      lines.push(`    ${change(early, late)} ${mice}`);
  }
  if (transitions.changes.length > 0) {
    const mean = transitions.perSubject.mean;
    lines.push(`  changes of strategy (${mean === null ? "?" : mean.toFixed(1)} a mouse):`);
    for (const { from, to, n, probability, probabilityCi } of transitions.changes) {
      lines.push(`    ${change(from, to)} ${String(n).padEnd(4)} ${percent(probability, probabilityCi)}`);
    }
  }
  const foretold = prediction.filter(({ n }) => n > 0);
  if (foretold.length > 0) {
    lines.push("  late strategy foretold from the first sessions, each mouse by the others (base rate):");
    for (const { sessions, n, correct, baseRate } of foretold) {
      lines.push(
        `    ${String(sessions).padStart(2)}  ${percent(correct.proportion, correct.ci)} (${percent(baseRate.proportion)})  n = ${n}`,
      );
    }
  }
  return lines;
}

function change(from: string, to: string): string {
  return `${word(from).padEnd(17)} → ${word(to).padEnd(17)}`;
}

function word(label: string): string {
  return label.toLowerCase().replaceAll("_", "-");
}

function percent(value: number | null, ci: readonly [number, number] | null = null): string {
  if (value === null) return "?";
  const round = (part: number) => String(Math.round(100 * part));
  return ci === null ? `${round(value)} %` : `${round(value)} % [${round(ci[0])}, ${round(ci[1])}]`;
}

function correlationText({ r, ci, p, n }: StatisticsDocument["earlyBiasLateSlope"]): string {
  if (r === null || ci === null) return `not defined (n = ${n})`;
  const sign = (value: number) => `${value >= 0 ? "+" : "−"}${Math.abs(value).toFixed(2)}`;
  return `r = ${sign(r)} [${sign(ci[0])}, ${sign(ci[1])}], p = ${p === null ? "?" : p.toPrecision(2)}, n = ${n}`;
}
