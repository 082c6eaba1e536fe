import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { binaryCopyReader } from "../postgres/binary-copy-reader.ts";
import type { SnippetSet } from "../science/dopamine/snippet-set.ts";
import type { TrialTable } from "../science/trial-table.ts";
import { type AsOf, isTrueAtText, rowsAsOfText } from "./as-of.ts";
import { connectToStream } from "./fence.ts";

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

export interface SnippetSelection {
  readonly home: string;
  readonly site: string;
  readonly alignment: SnippetAlignment;
  /** Sessions to leave out. */
  readonly exceptSessions?: readonly number[];
}

/** The grid on which a snippet was sampled. */
export interface SnippetGrid {
  readonly sampleRateHz: number;
  readonly offsetS: number;
  readonly nSamples: number;
}

/** Told of each snippet; `bytes` is a view of little-endian float32 that must be copied to be kept. */
export type OnSnippet = (session: number, trial: number, grid: SnippetGrid, bytes: Buffer) => void;

/**
 * All snippets of a fibre and alignment that belong to a trial, have no gap and are of the signal, in one pass over
 * their bytes: no row becomes an object. In the order of session and snippet, since sums of floats depend on it.
 */
export async function streamSnippets(
  pool: pg.Pool,
  { home, site, alignment, exceptSessions = [] }: SnippetSelection,
  onSnippet: OnSnippet,
  asOf?: AsOf,
): Promise<void> {
  const own = `p.home = ${pg.escapeLiteral(home)} and p.site = ${pg.escapeLiteral(site)}
    and p.alignment = ${pg.escapeLiteral(alignment)} and p.trial is not null and not p.gap and p.channel <> 'control'
    and p.session <> all ('{${exceptSessions.map(Math.trunc).join(",")}}'::int[])`;
  const client = await connectToStream(pool);
  let failure: Error | undefined;
  try {
    const reader = binaryCopyReader(({ bytes, starts, lengths }) => {
      const [session, trial, rate, offset, samples] = starts;
      const grid = {
        sampleRateHz: bytes.readDoubleBE(rate),
        offsetS: bytes.readDoubleBE(offset),
        nSamples: lengths[4] / 4,
      };
      onSnippet(
        bytes.readInt32BE(session),
        bytes.readInt32BE(trial),
        grid,
        bytes.subarray(samples, samples + lengths[4]),
      );
    });
    await pipeline(
      client.query(
        copyTo(
          `copy (
             select p.session, p.trial, p.sample_rate_hz, p.offset_s, p.samples
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

/** Place of each trial in its table, by session and trial number. */
export function trialRows(trials: TrialTable): (session: number, trial: number) => number | undefined {
  const rows = new Map<number, number>();
  const key = (session: number, trial: number) => session * 2 ** 32 + trial;
  for (let t = 0; t < trials.nTrials; t++) rows.set(key(trials.session[t], trials.trial[t]), t);
  return (session, trial) => rows.get(key(session, trial));
}

/**
 * The snippets of a fibre and alignment as one set, on the grid that most of them have; null where there are none. A
 * trial with several traces keeps the first by name.
 *
 * The samples lie in shared memory: worker threads see them without a copy.
 */
export async function fetchSnippetSet(
  pool: pg.Pool,
  selection: SnippetSelection,
  trials: TrialTable,
  asOf?: AsOf,
): Promise<SnippetSet | null> {
  const rowOf = trialRows(trials);
  const grids = new Map<string, { grid: SnippetGrid; rows: number[]; pieces: Buffer[]; seen: Set<number> }>();
  const onSnippet: OnSnippet = (session, trial, grid, bytes) => {
    const row = rowOf(session, trial);
    if (row === undefined) return;
    const key = `${grid.sampleRateHz} ${grid.offsetS} ${grid.nSamples}`;
    const own = grids.get(key) ?? { grid, rows: [], pieces: [], seen: new Set() };
    grids.set(key, own);
    if (own.seen.has(row)) return;
    own.seen.add(row);
    own.rows.push(row);
    own.pieces.push(Buffer.from(bytes));
  };
  await streamSnippets(pool, selection, onSnippet, asOf);
  const most = [...grids.values()].sort((a, b) => b.rows.length - a.rows.length).at(0);
  if (most === undefined) return null;
  const { grid, rows, pieces } = most;
  const order = Int32Array.from(rows.keys()).sort((a, b) => rows[a] - rows[b]);
  const memory = new SharedArrayBuffer(rows.length * grid.nSamples * 4);
  const bytes = new Uint8Array(memory);
  order.forEach((k, i) => {
    bytes.set(pieces[k], i * grid.nSamples * 4);
  });
  return {
    alignment: selection.alignment,
    ...grid,
    row: Int32Array.from(order, (k) => rows[k]),
    samples: new Float32Array(memory),
  };
}
