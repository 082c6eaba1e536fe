import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Db } from "../read/database.ts";
import { countBlockedStreams, fetchLogState } from "../read/log-state.ts";
import { seenWorkers, WORKER_SILENCE_S } from "../read/workers.ts";

/** `GET /metrics` for Prometheus: where the log and the projections stand, and whether a worker lives. */
export function registerMetrics(fastify: FastifyInstance, db: Db): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `saddlepoint_${name}`, help, registers: [registry] });
  const position = gauge("log_position", "Position of the last event in the log");
  const projected = gauge("projection_position", "Position that the projections have reached");
  const lag = gauge("projection_lag_events", "Events that the projections have not reached");
  const blocked = gauge(
    "blocked_streams",
    "Streams that stand still because of an event that cannot be projected",
  );
  const workers = gauge("workers", "Workers heard of in the last minute");

  fastify.get("/metrics", { logLevel: "silent" }, async (_request, reply) => {
    const state = await fetchLogState(db);
    position.set(state.position);
    projected.set(state.projectedPosition);
    lag.set(state.position - state.projectedPosition);
    blocked.set(await countBlockedStreams(db));
    workers.set((await seenWorkers(db)).filter((worker) => worker.silentS < WORKER_SILENCE_S).length);
    return await reply.type(registry.contentType).send(await registry.metrics());
  });
}
