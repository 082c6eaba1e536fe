import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { startApi } from "../../src/api/server.ts";
import { appendSimulatedMouse } from "../../src/ingest/simulated-trials.ts";
import { acquireEmbedded } from "../../src/postgres/embedded/acquire.ts";
import { migrate } from "../../src/postgres/migrate.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { createToken } from "../../src/read/tokens.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { seededRandom } from "../../src/science/random.ts";
import { derivation } from "../analyses/derivation.ts";
import { bar, machine, median, quantile, seconds } from "./measure.ts";

const SNIPPETS = 100_000;
const SAMPLES = 120;
/** 50 sessions of 500 trials, two fibres, two alignments: 100,000 snippets. */
const SESSIONS = 50;
const TRIALS = 500;
const REPEATS = 10;
const HOME = "bench/dopamine/SIM001";

/** One subject with 100,000 snippets: its encoding, and its mean traces through GraphQL. */
export async function benchDopamine(): Promise<void> {
  console.log(`${machine()}; ${SNIPPETS} snippets of ${SAMPLES} samples`);
  const parent = await mkdtemp(join(tmpdir(), "saddlepoint-bench-"));
  // The server may run as another user, who must be able to pass through.
  await chmod(parent, 0o755);
  const server = await acquireEmbedded({ folder: join(parent, "postgres") });
  await migrate(server.url);
  const pools = {
    ingest: createPool(server.url, "ingest"),
    worker: createPool(server.url, "worker"),
    api: createPool(server.url, "api"),
    reader: createPool(server.url, "reader"),
    migrator: createPool(server.url, "migrator"),
  };
  const derive = derivation(pools.worker);
  const api = await startApi({ pool: pools.api });
  try {
    await fill(pools);
    const { token } = await createToken(pools.migrator, {
      ...{ name: "bench", labs: ["bench"], person: null, scopes: ["read"], expiresAt: null, actor: "bench" },
    });
    for (const analysis of ["decision-model", "strategy-segments"]) await made(derive, analysis);
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
    }, 10);
    const encoded = await seconds(() => made(derive, "dopamine-encoding"));
    clearInterval(watch);
    bar(
      "all encoding metrics on one core ≤ 15 s, reading and storing included",
      `${encoded.toFixed(1)} s`,
      encoded <= 15,
    );
    bar("… in < 600 MB of the whole process", `${(most / 2 ** 20).toFixed(0)} MB`, most < 600 * 2 ** 20);

    const traces: number[] = [];
    const bytes: number[] = [];
    // All 100,000 in one answer: one query that asks for each fibre and alignment.
    const query = `{ ${["DLS-left", "DLS-right"]
      .flatMap((site, s) =>
        ["STIMULUS", "OUTCOME"].map(
          (alignment, a) =>
            `t${s}${a}: meanTraces(subject: "${HOME}", site: "${site}", alignment: ${alignment}, by: [CONTRAST, OUTCOME]) { nSnippets traces { condition nTrials mean low high } }`,
        ),
      )
      .join(" ")} }`;
    const unkept: number[] = [];
    for (let run = 0; run < REPEATS; run++) {
      bytes.push(await seconds(() => readBytes(pools.reader)));
      unkept.push(await seconds(() => askFor(api.url, query, token)));
    }
    const summed = await seconds(() => made(derive, "trace-sums"));
    for (let run = 0; run < REPEATS; run++) {
      bytes.push(await seconds(() => readBytes(pools.reader)));
      traces.push(await seconds(() => askFor(api.url, query, token)));
    }
    const p95 = quantile(traces, 0.95);
    bar(
      "mean traces of all by contrast × outcome through GraphQL, p95 ≤ 600 ms",
      `${(1000 * p95).toFixed(0)} ms (median ${(1000 * median(traces)).toFixed(0)} ms)`,
      p95 <= 0.6,
    );
    const ratio = (times: readonly number[]) => (median(times) / median(bytes)).toFixed(2);
    console.log(
      `       COPY out of the same bytes alone: median ${(1000 * median(bytes)).toFixed(0)} ms; GraphQL takes ${ratio(traces)} × that`,
    );
    console.log(
      `       sums are kept in ${summed.toFixed(1)} s; before they are, GraphQL reads the bytes: median ${(1000 * median(unkept)).toFixed(0)} ms, p95 ${(1000 * quantile(unkept, 0.95)).toFixed(0)} ms, ${ratio(unkept)} × COPY`,
    );
  } finally {
    await api.close();
    await derive.close();
    await Promise.all(Object.values(pools).map((pool) => pool.end()));
    await server.release();
    await rm(parent, { recursive: true, force: true });
  }
}

async function made(derive: ReturnType<typeof derivation>, analysis: string): Promise<void> {
  const { state } = await derive.run(analysis, HOME);
  if (state !== "succeeded") throw new Error(`${analysis} ${state}`);
}

async function askFor(url: string, query: string, token: string): Promise<void> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as {
    data?: Record<string, { nSnippets: number }>;
    errors?: unknown;
  };
  const n = Object.values(data ?? {}).reduce((sum, { nSnippets }) => sum + nSnippets, 0);
  if (n !== SNIPPETS) throw new Error(`${n} snippets in the answer: ${JSON.stringify(errors)}`);
}

async function readBytes(pool: ReturnType<typeof createPool>): Promise<void> {
  const client = await pool.connect();
  for (const site of ["DLS-left", "DLS-right"]) {
    for (const alignment of ["stimulus", "outcome"]) {
      const copied = client.query(
        copyTo(
          `copy (select session, trial, samples from projection.snippet
                 where home = '${HOME}' and site = '${site}' and alignment = '${alignment}' and to_position is null
                 order by session, snippet) to stdout (format binary)`,
        ),
      );
      for await (const _ of copied);
    }
  }
  client.release();
}

/** A simulated mouse's trials through the log; its snippets, which are noise, straight into the projection. */
async function fill(
  pools: Readonly<Record<"ingest" | "worker" | "migrator", ReturnType<typeof createPool>>>,
) {
  const [mouse] = simulateCohort({
    ...{ rule: "tutor-executor", mice: 1, seed: 1, sessions: SESSIONS, trialsPerSession: TRIALS },
    responseTimes: true,
  });
  await appendSimulatedMouse(pools.ingest, mouse, {
    lab: "bench",
    project: "dopamine",
    actor: "bench",
  });
  await catchUp(pools.worker);
  const random = seededRandom(1);
  const pool = Float32Array.from({ length: 1 << 20 }, () => random.normal());
  const cut = (from: number) => pool.slice(from, from + SAMPLES);
  const client = await pools.migrator.connect();
  for (const [site, hemisphere] of [
    ["DLS-left", "left"],
    ["DLS-right", "right"],
  ]) {
    await client.query(
      "insert into projection.recording_site (home, site, region, hemisphere, from_position) values ($1, $2, 'DLS', $3, 1)",
      [HOME, site, hemisphere],
    );
    const copy = client.query(
      copyFrom(
        `copy projection.snippet (home, session, snippet, trial, site, channel, alignment, units, sample_rate_hz,
         offset_s, gap, clipped, samples, from_position) from stdin`,
      ),
    );
    const { trials } = mouse;
    const done = pipeline(async function* () {
      for (const alignment of ["stimulus", "outcome"]) {
        for (let t = 0; t < trials.nTrials; t++) {
          const trace = cut(random.integer(pool.length - SAMPLES));
          if (alignment === "outcome" && trials.outcome[t] === 1) {
            for (let i = 60; i < SAMPLES; i++) trace[i] += 1;
          }
          const hex = Buffer.from(trace.buffer, trace.byteOffset, trace.byteLength).toString("hex");
          yield `${HOME}\t${trials.session[t]}\t${alignment}-${trials.trial[t]}-${site}\t${trials.trial[t]}\t${site}\tsignal\t${alignment}\tz-score\t60\t-0.5\tf\tf\t\\\\x${hex}\t1\n`;
        }
      }
    }, copy);
    await done;
  }
  // As the log would have left it, had the snippets come through it.
  await client.query(
    `insert into projection.session_digest (home, session, kind, last_version, last_hash)
     select home, session, 'snippet', 1, last_hash from projection.session_digest where kind = 'trial' and home = $1`,
    [HOME],
  );
  await client.query("vacuum analyze");
  client.release();
}
