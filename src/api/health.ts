import { setTimeout as delay } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type pg from "pg";
import { SaddlepointError } from "../errors.ts";
import { requireMigrated } from "../postgres/pending-migrations.ts";
import { databaseFailure, type ErrorLog, masked, saddlepointExtensions } from "./errors.ts";

/** How long the database may take to answer a probe. */
const PROBE_MS = 2_000;

/** `/healthz`: the process answers. `/readyz`: so does the database, and it has every migration. */
export function registerHealth(fastify: FastifyInstance, pool: pg.Pool, errorLog: ErrorLog): void {
  fastify.get("/healthz", { logLevel: "silent" }, async () => ({ status: "ok" }));

  fastify.get("/readyz", { logLevel: "silent" }, async (_request, reply) => {
    try {
      await within(PROBE_MS, requireMigrated(pool));
      return { status: "ready" };
    } catch (error) {
      const expected = error instanceof SaddlepointError ? error : databaseFailure(error);
      const { message, extensions } =
        expected === null ? masked(errorLog.report(error)) : saddlepointExtensions(expected);
      reply.code(503);
      return { status: "not ready", error: { message, ...extensions } };
    }
  });
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = delay(milliseconds, undefined, { signal: timer.signal }).then(() => {
    throw new SaddlepointError(
      "DATABASE_SLOW",
      `the database did not answer within ${milliseconds / 1000} s`,
      "See with `npx saddlepoint doctor` whether the server is overloaded.",
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
    late.catch(() => {});
  }
}
