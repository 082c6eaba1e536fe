import { Command, Option } from "commander";
import type { Logger } from "pino";
import { shutdownRequested } from "../../postgres/embedded/shutdown-signal.ts";
import { withContext } from "../context.ts";
import { keepHeapLean } from "../lean-heap.ts";
import { number, positiveInteger, wholeNumber } from "../options.ts";
import { output } from "../output.ts";

interface Options {
  readonly api?: boolean;
  readonly worker?: boolean;
  readonly host: string;
  readonly port: number;
  readonly concurrency?: number;
  readonly debounce?: number;
  readonly rate?: number;
  readonly log: "text" | "json";
  readonly json?: boolean;
}

const DEFAULT_PORT = 4000;

export function upCommand(): Command {
  return new Command("up")
    .description("Serve the API and run the worker until Ctrl-C")
    .option("--api", "only the API")
    .option("--worker", "only the worker")
    .option("--host <host>", "address to listen on", process.env.HOST || "127.0.0.1")
    .option(
      "--port <port>",
      "port to listen on; 0 takes a free one",
      wholeNumber,
      Number(process.env.PORT || DEFAULT_PORT),
    )
    .option(
      "--concurrency <n>",
      "analyses that compute at the same time (default: the number of cores)",
      positiveInteger,
    )
    .option(
      "--debounce <seconds>",
      "how long new trials may go on arriving before a subject is derived anew",
      number,
    )
    .addOption(
      new Option(
        "--rate <requests>",
        "requests a second that one token may make, or one address without a token; for a moment twice as many",
      )
        .argParser(positiveInteger)
        .env("SADDLEPOINT_RATE"),
    )
    .addOption(
      new Option("--log <form>", "lines for people, or one JSON object a line with the numbers of runs")
        .choices(["text", "json"])
        .default("text")
        .env("SADDLEPOINT_LOG"),
    )
    .option("--json", "print one JSON document when all is up")
    .addHelpText(
      "after",
      `
SADDLEPOINT_INGEST_TOKEN: the token with which rigs post events to /v1/events; without it none are taken in.
SADDLEPOINT_INTROSPECTION: off keeps the schema from being asked for, and the query page from completing.`,
    )
    .action(async (options: Options) => {
      const out = output(options.json ?? false);
      const log = options.log === "json" ? await structuredLog() : null;
      // The structured log says it with more.
      const say = log === null ? out.progress : () => {};
      const asked = shutdownRequested();
      // Loaded here: no other command needs the API and the worker, and loading them takes time and memory.
      const { startApi } = await import("../../api/server.ts");
      const { startWorker } = await import("../../../jobs/worker.ts");
      const withApi = options.api === true || options.worker !== true;
      const withWorker = options.worker === true || options.api !== true;
      if (withApi) keepHeapLean("server");
      await withContext(async (context) => {
        const worker = withWorker
          ? await startWorker({
              url: context.url,
              ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
              ...(options.debounce === undefined ? {} : { debounceMs: options.debounce * 1000 }),
              ...(log === null ? {} : { log }),
              onPlan: (plan) => say(`worker: ${plan.length} analyses to bring up to date`),
              onRun: (analysis, home, outcome) => {
                if (
                  outcome.state === "unchanged" ||
                  outcome.state === "waiting" ||
                  outcome.state === "released"
                )
                  return;
                const why =
                  outcome.state === "failed" || outcome.state === "retrying"
                    ? `: ${outcome.error.message}`
                    : "";
                say(`worker: ${analysis} of ${home} ${outcome.state}${why}`);
              },
              onError: (error) => say(`worker: ${error instanceof Error ? error.message : String(error)}`),
            })
          : null;
        try {
          const api = withApi
            ? await startApi({
                databaseUrl: context.url,
                host: options.host,
                port: options.port,
                ingestToken: process.env.SADDLEPOINT_INGEST_TOKEN || null,
                ...(options.rate === undefined
                  ? {}
                  : { limits: { rate: { perSecond: options.rate, burst: 2 * options.rate } } }),
                introspection: process.env.SADDLEPOINT_INTROSPECTION !== "off",
                ...(log === null ? {} : { logger: log }),
              })
            : null;
          out.answer({ url: api?.url ?? null, worker: worker !== null }, () =>
            api === null ? "The worker runs. Ctrl-C stops it." : `Serving ${api.url} Ctrl-C stops it.`,
          );
          await asked;
          out.progress("stopping …");
          await api?.close();
        } finally {
          await worker?.stop();
        }
      });
    });
}

/** One JSON object a line on stderr, written before the program goes on: none is lost when it ends. */
async function structuredLog(): Promise<Logger> {
  const { destination, pino } = await import("pino");
  return pino({ level: process.env.SADDLEPOINT_LOG_LEVEL ?? "info" }, destination({ dest: 2, sync: true }));
}
