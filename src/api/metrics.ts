import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Db } from "../read/database.ts";
import { countBlockedStreams, fetchLogState } from "../read/log-state.ts";
import { countOpen, fetchLastNight, summariseEnded } from "../read/run-metrics.ts";
import { seenWorkers, WORKER_SILENCE_S } from "../read/workers.ts";

/** A worker that was killed is shown for so long. */
const SHOW_WORKERS_S = 86_400;

/**
 * `GET /metrics` for Prometheus: where the log and the projections stand, what waits, what was derived, how the last
 * night went, and whether a worker lives.
 */
export function registerMetrics(fastify: FastifyInstance, db: Db): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: `saddlepoint_${name}`, help, labelNames, registers: [registry] });
  const position = gauge("log_position", "Position of the last event in the log");
  const projected = gauge("projection_position", "Position that the projections have reached");
  const lag = gauge("projection_lag_events", "Events that the projections have not reached");
  const blocked = gauge(
    "blocked_streams",
    "Streams that stand still because of an event that cannot be projected",
  );
  const workers = gauge("workers", "Workers heard of in the last minute");
  const heartbeat = gauge("worker_heartbeat_age_seconds", "Since a worker was last heard of", ["worker"]);
  const open = gauge("runs_open", "Runs that wait or are at work", ["state", "cause"]);
  const waiting = gauge("runs_waiting_seconds", "How long the oldest run that waits has been due", ["cause"]);
  const silent = gauge("run_heartbeat_age_seconds", "The longest silence of a run at work");
  const ended = gauge("runs_ended", "Runs that came to an answer in the last day", ["analysis", "state"]);
  const duration = gauge("run_duration_seconds", "Of the runs that succeeded in the last day", [
    "analysis",
    "quantile",
  ]);
  const nightFinished = gauge("night_finished_timestamp_seconds", "When the last night ended, in Unix time");
  const nightDuration = gauge("night_duration_seconds", "How long the last night took");
  const nightFailed = gauge("night_failed_runs", "Runs of the last night that failed");

  const setRuns = async () => {
    for (const each of [heartbeat, open, waiting, ended, duration]) each.reset();
    const states = await countOpen(db);
    for (const { state, cause, n, waitingS } of states) {
      open.set({ state, cause }, n);
      if (state === "pending") waiting.set({ cause }, waitingS);
    }
    silent.set(Math.max(0, ...states.map(({ silentS }) => silentS)));
    for (const { analysis, state, n, medianS, p95S, maxS } of await summariseEnded(db)) {
      ended.set({ analysis, state }, n);
      if (state !== "succeeded") continue;
      for (const [quantile, value] of Object.entries({ "0.5": medianS, "0.95": p95S, "1": maxS })) {
        if (value !== null) duration.set({ analysis, quantile }, value);
      }
    }
    const night = await fetchLastNight(db);
    if (night === null) return;
    nightFinished.set(night.finishedAt.getTime() / 1000);
    nightDuration.set(night.durationS ?? 0);
    nightFailed.set(night.nFailed ?? 0);
  };

  fastify.get("/metrics", { logLevel: "silent" }, async (_request, reply) => {
    const state = await fetchLogState(db);
    position.set(state.position);
    projected.set(state.projectedPosition);
    lag.set(state.position - state.projectedPosition);
    blocked.set(await countBlockedStreams(db));
    await setRuns();
    const seen = await seenWorkers(db);
    workers.set(seen.filter(({ silentS }) => silentS < WORKER_SILENCE_S).length);
    for (const { worker, silentS } of seen) {
      if (silentS < SHOW_WORKERS_S) heartbeat.set({ worker }, silentS);
    }
    return await reply.type(registry.contentType).send(await registry.metrics());
  });
}
