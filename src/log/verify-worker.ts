import { parentPort, workerData } from "node:worker_threads";
import { createPool } from "../postgres/pool.ts";
import { copiedRows } from "./copied-rows.ts";
import { copyOut } from "./copy-out.ts";
import { eventReader, VERIFIED_COLUMNS } from "./verify-rows.ts";
import { type StretchReport, stretchReporter } from "./verify-stretch.ts";

/** A stretch of positions to verify, both inside. */
export interface StretchTask {
  readonly first: number;
  readonly last: number;
}

export type StretchAnswer = { readonly report: StretchReport } | { readonly failure: unknown };

const pool = createPool((workerData as { url: string }).url, "migrator", { max: 1, bulk: true });
const readEvent = eventReader();

async function verifyStretch({ first, last }: StretchTask): Promise<StretchReport> {
  const reporter = stretchReporter(first, last);
  const rows = copiedRows((bytes, start, end) => reporter.add(readEvent(bytes, start, end)));
  const client = await pool.connect();
  let broken = true;
  try {
    await copyOut(
      client,
      `copy (select ${VERIFIED_COLUMNS} from log.event where position between ${first} and ${last})
       to stdout (format binary)`,
      rows.push,
    );
    broken = false;
  } finally {
    client.release(broken);
  }
  return reporter.report();
}

parentPort?.on("message", (task: StretchTask | null) => {
  if (task === null) {
    void pool.end().then(() => parentPort?.close());
    return;
  }
  verifyStretch(task).then(
    (report) => parentPort?.postMessage({ report } satisfies StretchAnswer),
    (failure: unknown) => parentPort?.postMessage({ failure } satisfies StretchAnswer),
  );
});
