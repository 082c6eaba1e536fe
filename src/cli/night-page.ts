import type { NightReport } from "../analyses/night-report.ts";
import { analysesWithWork, movedLines, newText, seconds, sinceText } from "./night-text.ts";

type Cell = string | number;

/** The report of a night as one page that needs nothing else: no script, no picture, no font of another place. */
export function reportPage(report: NightReport): string {
  const { night, timeZone, nRuns, nFailed, nSkipped, nRunsByDay, durationS } = report;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Night of ${escaped(night)}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; color: #1b1b1b; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; }
th, td { text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #ddd; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
</style>
<h1>Night of ${escaped(night)}</h1>
<p>${escaped(
    `${nRuns} runs in ${seconds(durationS)}, ${nFailed} failed, ${nSkipped} skipped as up to date; ` +
      `${nRunsByDay} by day before it. Began ${report.beganAt}, due ${report.dueAt} (${timeZone}).`,
  )}</p>
${table(
  "What ran",
  ["analysis", "succeeded", "failed", "dropped", "skipped", "parked", "computing"],
  analysesWithWork(report).map((a) => [
    a.analysis,
    a.succeeded,
    a.failed,
    a.dropped,
    a.fresh,
    a.parked,
    seconds(a.durationS),
  ]),
)}
${table(
  "Failed",
  ["analysis", "of", "run", "error"],
  report.failures.map(({ analysis, scope, runId, error }) => [
    analysis,
    scope,
    String(runId),
    `${error.code}: ${error.message}`,
  ]),
)}
${table(
  `Moved ${sinceText(report)}`,
  ["subject", "what", "before", "after"],
  movedLines(report).map(({ subject, what, before, after }) => [subject, what, before, after]),
)}
<p>${escaped(newText(report))} ${escaped(report.verdictsReason ?? "")}</p>
${table(
  "To look at",
  ["subject", "session", "notice"],
  report.notices.map(({ subject, session, message }) => [subject, session, message]),
)}
${table(
  "Nights before",
  ["night", "runs", "failed", "took"],
  report.earlierNights.map((each) => [each.night, each.nRuns, each.nFailed, seconds(each.durationS)]),
)}
</html>
`;
}

function table(title: string, heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return `<h2>${escaped(title)}</h2>\n<p>Nothing.</p>`;
  const cell = (tag: "th" | "td", value: Cell) =>
    `<${tag}${typeof value === "number" ? ' class="number"' : ""}>${escaped(String(value))}</${tag}>`;
  const line = (tag: "th" | "td", cells: readonly Cell[]) =>
    `<tr>${cells.map((each) => cell(tag, each)).join("")}</tr>`;
  return [
    `<h2>${escaped(title)}</h2>`,
    "<table>",
    line("th", heads),
    ...rows.map((row) => line("td", row)),
    "</table>",
  ].join("\n");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}
