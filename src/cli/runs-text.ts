import type { RunDetail, RunSummary } from "../read/run-history.ts";

const MB = 2 ** 20;

/** One run on a line. */
export function runLine(run: RunSummary): string {
  const { runId, analysis, analysisVersion, scope, state, attempts, durationS, error } = run;
  return [
    `${runId}  ${state.padEnd(10)}  ${analysis} v${analysisVersion} of ${scope}`,
    ...(durationS === null ? [] : [`${durationS.toFixed(2)} s`]),
    ...(attempts > 1 ? [`attempt ${attempts}`] : []),
    ...(error === null ? [] : [`${error.code}: ${error.message}`]),
  ].join("  ");
}

/** All that is known of one run. */
export function detailText(run: RunDetail): string {
  const rows: readonly (readonly [string, string | number | null])[] = [
    ["state", run.state],
    ["asked by", run.nightId === null ? run.cause : `${run.cause}, night ${run.nightId}`],
    ["attempts", run.attempts],
    ["queued", run.queuedAt.toISOString()],
    ["due", run.state === "pending" ? run.dueAt.toISOString() : null],
    ["started", run.startedAt?.toISOString() ?? null],
    [
      "progress",
      run.state === "running" && run.progress !== null ? `${(100 * run.progress).toFixed(0)} %` : null,
    ],
    ["finished", run.finishedAt?.toISOString() ?? null],
    ["duration", run.durationS === null ? null : `${run.durationS.toFixed(2)} s`],
    ["processor", run.cpuS === null ? null : `${run.cpuS.toFixed(2)} s`],
    ["peak memory", run.peakMemoryBytes === null ? null : `${(run.peakMemoryBytes / MB).toFixed(0)} MB`],
    ["worker", run.worker],
    ["host", run.host],
    ["heartbeat", run.state === "running" ? (run.heartbeatAt?.toISOString() ?? null) : null],
    ["lease until", run.leaseUntil?.toISOString() ?? null],
    ["needs", run.needs.length === 0 ? null : run.needs.join(", ")],
    ["parameters", JSON.stringify(run.parameters)],
    ["input", `${run.inputHash}, known from position ${run.inputPosition}`],
    ["result", run.resultDigest],
    ["made with", run.environment === null ? null : JSON.stringify(run.environment)],
    ["error", run.error === null ? null : `${run.error.code}: ${run.error.message}`],
    ["to do", run.error?.remedy ?? null],
  ];
  const known = rows.filter(([, value]) => value !== null);
  return [
    `run ${run.runId}: ${run.analysis} v${run.analysisVersion} of ${run.scope}`,
    ...known.map(([name, value]) => `  ${name.padEnd(12)} ${value}`),
    "log",
    ...run.log
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`),
  ].join("\n");
}
