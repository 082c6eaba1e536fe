import { finished } from "node:stream/promises";
import { parentPort, workerData } from "node:worker_threads";
import { to as copyTo } from "pg-copy-streams";
import { createPool } from "../postgres/pool.ts";
import { rowReader, VERIFIED_COLUMNS, type VerifiedRow } from "./verify-rows.ts";
import { type StretchReport, stretchReporter } from "./verify-stretch.ts";

/** A stretch of positions to verify, both inside. */
export interface StretchTask {
  readonly first: number;
  readonly last: number;
}

export type StretchAnswer = { readonly report: StretchReport } | { readonly failure: unknown };

const pool = createPool((workerData as { url: string }).url, "migrator", { max: 1 });

async function verifyStretch({ first, last }: StretchTask): Promise<StretchReport> {
  const reporter = stretchReporter(first, last);
  const reader = rowReader((row: VerifiedRow) => reporter.add(row));
  const client = await pool.connect();
  let broken = true;
  try {
    const copy = client.query(
      copyTo(
        `copy (select ${VERIFIED_COLUMNS} from log.event where position between ${first} and ${last})
         to stdout (format binary)`,
      ),
    );
    copy.on("data", (piece: Buffer) => reader.push(piece));
    await finished(copy);
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
