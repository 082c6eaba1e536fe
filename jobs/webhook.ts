import { noteNotification, takeNotifications } from "../src/read/nights.ts";
import type { JobContext } from "./job-context.ts";

const TIMEOUT_MS = 10_000;
const MAX_ATTEMPTS = 8;

/**
 * Posts the reports of finished nights, as JSON, to the address of the settings. One that was not taken (any answer but
 * 2xx) is sent again later, for a few hours; its receiver may get one twice, and knows it by its night.
 */
export async function sendReports({ db, log }: Pick<JobContext, "db" | "log">): Promise<void> {
  for (const { nightId, url, report, attempts } of await takeNotifications(db, MAX_ATTEMPTS)) {
    const error = await post(url, report);
    await noteNotification(db, nightId, error);
    if (error === null) log.info({ nightId }, "report sent");
    else log.warn({ nightId, attempts, error }, "report not sent");
  }
}

/** @returns what went wrong; null where it was taken */
async function post(url: string, report: unknown): Promise<string | null> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(report),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // The connection is let go of.
    await answer.arrayBuffer();
    return answer.ok ? null : `the receiver answered ${answer.status}`;
  } catch (error) {
    if (!(error instanceof Error)) return String(error);
    return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
  }
}
