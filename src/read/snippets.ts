import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { binaryCopyReader } from "../postgres/binary-copy-reader.ts";
import type { ChosenTraces } from "../science/dopamine/choose-traces.ts";
import type { SnippetSet } from "../science/dopamine/snippet-set.ts";
import type { TrialTable } from "../science/trial-table.ts";
import { type AsOf, isTrueAtText, rowsAsOfText } from "./as-of.ts";
import { type Fibre, fetchChosenTraces, isTraceText } from "./chosen-traces.ts";
import { connectToStream } from "./fence.ts";
import { trialRows } from "./trial-rows.ts";

/** A fibre of a subject that has snippets. */
export interface RecordingSite {
  readonly site: string;
  readonly region: string;
  readonly hemisphere: "left" | "right";
}

/** The fibres of a subject, in order of name. */
export async function fetchRecordingSites(
  pool: pg.Pool,
  home: string,
  asOf?: AsOf,
): Promise<readonly RecordingSite[]> {
  const { rows } = await pool.query<RecordingSite>(
    `select site, region, hemisphere from projection.recording_site r
     where home = $1 and ${isTrueAtText("r", asOf)} order by site`,
    [home],
  );
  return rows;
}

export type SnippetAlignment = SnippetSet["alignment"];

export const snippetAlignments: readonly SnippetAlignment[] = ["stimulus", "choice", "outcome"];

export interface SnippetSelection extends Fibre {
  readonly alignment: SnippetAlignment;
}

/** Told of each trace; `bytes` is a view of little-endian float32 that must be copied to be kept. */
export type OnTrace = (row: number, bytes: Buffer) => void;

/**
 * The chosen traces of a fibre around one event, one of each trial of the table, in one pass over their bytes: no row
 * becomes an object. In the order of session and snippet, since sums of floats depend on it; of several of a trial the
 * first counts.
 */
export async function streamTraces(
  pool: pg.Pool,
  { alignment, ...fibre }: SnippetSelection,
  { units, grid, preprocessings }: ChosenTraces,
  trials: TrialTable,
  onTrace: OnTrace,
  asOf?: AsOf,
): Promise<void> {
  const chosen = JSON.stringify(
    [...preprocessings].flatMap(([session, names]) =>
      names.map((preprocessing) => ({ session, preprocessing })),
    ),
  );
  const own = `${isTraceText(fibre)} and p.alignment = ${pg.escapeLiteral(alignment)}
    and p.units = ${pg.escapeLiteral(units)} and p.sample_rate_hz = ${grid.sampleRateHz}::float8
    and p.offset_s = ${grid.offsetS}::float8 and length(p.samples) = ${4 * grid.nSamples}
    and (p.session, coalesce(p.preprocessing, '')) in (
      select c.session, c.preprocessing
      from jsonb_to_recordset(${pg.escapeLiteral(chosen)}) as c(session int, preprocessing text))`;
  const rowOf = trialRows(trials);
  const isTold = new Uint8Array(trials.nTrials);
  const client = await connectToStream(pool);
  let failure: Error | undefined;
  try {
    const reader = binaryCopyReader(({ bytes, starts, lengths }) => {
      const [session, trial, samples] = starts;
      const row = rowOf(bytes.readInt32BE(session), bytes.readInt32BE(trial));
      if (row === undefined || isTold[row] === 1) return;
      isTold[row] = 1;
      onTrace(row, bytes.subarray(samples, samples + lengths[2]));
    });
    await pipeline(
      client.query(
        copyTo(
          `copy (
             select p.session, p.trial, p.samples
             from ${rowsAsOfText("projection.snippet", own, asOf)} p
             join projection.session s
               on s.home = p.home and s.session = p.session and ${isTrueAtText("s", asOf)}
                  and s.excluded_reason is null
             order by p.session, p.snippet
           ) to stdout (format binary)`,
        ),
      ),
      new Writable({
        write(piece: Buffer, _encoding, done) {
          reader.push(piece);
          done();
        },
      }),
    );
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(failure);
  }
}

/**
 * The chosen traces of a fibre, a set around each event that has any.
 *
 * The samples lie in shared memory: worker threads see them without a copy.
 */
export async function fetchSnippetSets(
  pool: pg.Pool,
  { home, site }: Fibre,
  trials: TrialTable,
  asOf?: AsOf,
): Promise<readonly ChosenSet[]> {
  const chosen = await fetchChosenTraces(pool, { home, site }, trials, asOf);
  const sets: ChosenSet[] = [];
  for (const alignment of snippetAlignments) {
    const own = chosen.get(alignment);
    if (own === undefined) continue;
    const { nSamples } = own.grid;
    const rows: number[] = [];
    const pieces: Buffer[] = [];
    const keep: OnTrace = (row, bytes) => {
      rows.push(row);
      pieces.push(Buffer.from(bytes));
    };
    await streamTraces(pool, { home, site, alignment }, own, trials, keep, asOf);
    if (rows.length === 0) continue;
    const order = Int32Array.from(rows.keys()).sort((a, b) => rows[a] - rows[b]);
    const memory = new SharedArrayBuffer(rows.length * nSamples * 4);
    const bytes = new Uint8Array(memory);
    order.forEach((k, i) => {
      bytes.set(pieces[k], i * nSamples * 4);
    });
    sets.push({
      ...{ alignment, ...own.grid, chosen: own },
      row: Int32Array.from(order, (k) => rows[k]),
      samples: new Float32Array(memory),
    });
  }
  return sets;
}

/** A set, and by what choice it is that one. */
export interface ChosenSet extends SnippetSet {
  readonly chosen: ChosenTraces;
}
