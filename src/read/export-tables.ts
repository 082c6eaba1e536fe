import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { binaryCopyReader } from "../postgres/binary-copy-reader.ts";
import { type AsOf, rowsAsOfText, runsAsOf } from "./as-of.ts";
import type { Db } from "./database.ts";
import { connectToStream } from "./fence.ts";
import { fetchFits, fetchTrajectories } from "./fits.ts";
import { isAmong } from "./keys.ts";
import { type SubjectFilter, selectSubjects } from "./subject-filter.ts";

/*
 * Tables for notebooks: flat, typed, one row a thing. Subjects are taken a few at a time, in their order, so that
 * memory does not grow with their number and no transaction is held for long.
 */

export const exportTables = ["trials", "measures", "segments", "weights"] as const;

export type ExportTable = (typeof exportTables)[number];

export interface ExportColumn {
  readonly name: string;
  readonly type: "int32" | "double" | "string" | "boolean";
  /** Unit or range; null for names and counts. */
  readonly unit: string | null;
  readonly isNullable: boolean;
}

export type ExportValues = (number | string | boolean | null)[];

/** Rows by column, in the order of the table's columns; good until the next batch is asked for. */
export interface ExportBatch {
  readonly nRows: number;
  readonly columns: readonly ExportValues[];
}

const SUBJECTS_AT_A_TIME = 20;
/** Larger row groups make smaller files, and outlive so many scavenges that V8 lets them pile up as garbage. */
const BATCH_ROWS = 20_000;

type ColumnSource = ExportColumn & { readonly sql: string };

const column = (
  name: string,
  type: ExportColumn["type"],
  expression: string,
  unit: string | null = null,
  isNullable = false,
): ColumnSource => ({ name, type, unit, isNullable, sql: expression });

const subjectColumns = [
  column("lab", "string", "split_part(t.home, '/', 1)"),
  column("project", "string", "split_part(t.home, '/', 2)"),
  column("subject", "string", "split_part(t.home, '/', 3)"),
];

const MEASURE = "difference of probabilities, positive to the right";

const copied = {
  trials: {
    order: "t.home, t.session, t.trial",
    columns: [
      ...subjectColumns,
      column("session", "int32", "t.session"),
      column("trial", "int32", "t.trial"),
      column("contrastLeft", "double", "t.contrast_left", "0 to 1"),
      column("contrastRight", "double", "t.contrast_right", "0 to 1"),
      column("choice", "int32", "t.choice::int", "-1 left, 0 no-go, 1 right"),
      column("outcome", "int32", "t.outcome::int", "1 correct, 0 incorrect", true),
      column("responseTimeS", "double", "t.response_time_s", "s", true),
      column("rewardVolumeUl", "double", "t.reward_volume_ul", "µl", true),
      column("repeatNumber", "int32", "t.repeat_number"),
      column("block", "string", "t.block", null, true),
      column("stimulusOnS", "double", "t.stimulus_on_s", "s on the session's clock", true),
      column("goCueS", "double", "t.go_cue_s", "s on the session's clock", true),
      column("choiceS", "double", "t.choice_s", "s on the session's clock", true),
      column("outcomeS", "double", "t.outcome_s", "s on the session's clock", true),
    ],
  },
  measures: {
    analysis: "session-measures",
    table: "derived.session_measure",
    order: "t.home, t.session",
    columns: [
      ...subjectColumns,
      column("session", "int32", "t.session"),
      column("nTrials", "int32", "t.n_trials"),
      column("nUsed", "int32", "t.n_used"),
      column("leftSlope", "double", "t.left_slope", MEASURE, true),
      column("rightSlope", "double", "t.right_slope", MEASURE, true),
      column("bias", "double", "t.bias", MEASURE, true),
      column("accuracy", "double", "t.accuracy", "0 to 1", true),
      column("carried", "boolean", "t.carried"),
      column("runId", "int32", "t.run_id::int"),
    ],
  },
  segments: {
    analysis: "strategy-segments",
    table: "derived.strategy_segment",
    order: "t.home, t.ordinal",
    columns: [
      ...subjectColumns,
      column("ordinal", "int32", "t.ordinal"),
      column("strategy", "string", "t.label"),
      column("probability", "double", "t.probability", "0 to 1"),
      column("firstSession", "int32", "t.first_session"),
      column("firstTrial", "int32", "t.first_trial"),
      column("lastSession", "int32", "t.last_session"),
      column("lastTrial", "int32", "t.last_trial"),
      column("nTrials", "int32", "t.n_trials"),
      column("associationLeft", "double", "t.association_left", "-1 to 1"),
      column("associationRight", "double", "t.association_right", "-1 to 1"),
      column("bias", "double", "t.bias", MEASURE),
      column("runId", "int32", "t.run_id::int"),
    ],
  },
} as const;

const weightColumns: readonly ExportColumn[] = [
  ...subjectColumns,
  column("session", "int32", ""),
  column("trial", "int32", ""),
  column("parameter", "string", ""),
  column("weight", "double", "", "log odds of a right choice"),
  column("sd", "double", "", "log odds of a right choice, posterior SD"),
].map(({ sql: _, ...rest }) => rest);

export function exportColumns(table: ExportTable): readonly ExportColumn[] {
  return table === "weights" ? weightColumns : copied[table].columns.map(({ sql: _, ...rest }) => rest);
}

/** All rows of a table of the subjects that a filter selects, in order. */
export async function* exportRows(
  pool: pg.Pool,
  db: Db,
  table: ExportTable,
  filter: SubjectFilter,
  asOf?: AsOf,
): AsyncGenerator<ExportBatch> {
  const subjects = await selectSubjects(db, filter, asOf).select("s.home").orderBy("s.home").execute();
  const homes = subjects.map(({ home }) => home);
  for (let from = 0; from < homes.length; from += SUBJECTS_AT_A_TIME) {
    const some = homes.slice(from, from + SUBJECTS_AT_A_TIME);
    if (table === "weights") yield* weightRows(db, some, asOf);
    else yield* copyRows(pool, table, await sourceOf(db, table, some, asOf));
  }
}

/** What to copy from, as text: COPY takes no parameters. */
async function sourceOf(
  db: Db,
  table: keyof typeof copied,
  homes: readonly string[],
  asOf: AsOf,
): Promise<string> {
  const ofHomes = `p.home in (${homes.map((home) => pg.escapeLiteral(home)).join(", ")})`;
  if (table === "trials") return rowsAsOfText("projection.trial", ofHomes, asOf);
  const { analysis, table: name } = copied[table];
  const runs = await db
    .selectFrom(runsAsOf(asOf).as("r"))
    .select("r.run_id")
    .where("r.analysis", "=", analysis)
    .where(isAmong("r.home", homes))
    .execute();
  const ids = runs.map(({ run_id }) => BigInt(run_id)).join(", ");
  return `(select * from ${name} p where p.run_id in (${ids || "null"}))`;
}

async function* copyRows(
  pool: pg.Pool,
  table: keyof typeof copied,
  source: string,
): AsyncGenerator<ExportBatch> {
  const { columns, order } = copied[table];
  const decoders = columns.map(({ type }) => decoderOf(type));
  // The same arrays for every batch: new ones would be left behind faster than V8 cares to look for them.
  const values: ExportValues[] = columns.map(() => []);
  let nRows = 0;
  const takeBatch = () => {
    for (const column of values) column.length = nRows;
    const batch = { nRows, columns: values };
    nRows = 0;
    return batch;
  };
  const reader = binaryCopyReader(({ bytes, starts, lengths }) => {
    for (let k = 0; k < decoders.length; k++) {
      values[k][nRows] = lengths[k] < 0 ? null : decoders[k](bytes, starts[k], lengths[k]);
    }
    nRows++;
  });
  const client = await connectToStream(pool);
  let failure: Error | undefined = new Error("the export was broken off");
  try {
    // A slow reader holds the statement up, not the server.
    await client.query("set local statement_timeout = '10min'");
    const selected = columns.map((each) => each.sql).join(", ");
    const stream = client.query(
      copyTo(`copy (select ${selected} from ${source} t order by ${order}) to stdout (format binary)`),
    );
    for await (const piece of stream) {
      reader.push(piece);
      if (nRows >= BATCH_ROWS) yield takeBatch();
    }
    failure = undefined;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(failure);
  }
  if (nRows > 0) yield takeBatch();
}

type Decoder = (bytes: Buffer, start: number, length: number) => number | string | boolean;

function decoderOf(type: ExportColumn["type"]): Decoder {
  if (type === "int32") return (bytes, start) => bytes.readInt32BE(start);
  if (type === "double") return (bytes, start) => bytes.readDoubleBE(start);
  if (type === "boolean") return (bytes, start) => bytes[start] === 1;
  // Neighbouring rows mostly say the same: one string for all of them.
  let last = Buffer.alloc(0);
  let text = "";
  return (bytes, start, length) => {
    if (bytes.compare(last, 0, last.length, start, start + length) !== 0) {
      last = Buffer.from(bytes.subarray(start, start + length));
      text = last.toString("utf8");
    }
    return text;
  };
}

async function* weightRows(db: Db, homes: readonly string[], asOf: AsOf): AsyncGenerator<ExportBatch> {
  const fits = await fetchFits(db, homes, asOf);
  for (const home of homes) {
    const fit = fits.get(home);
    if (fit === undefined) continue;
    const found = (await fetchTrajectories(db, [fit.runId])).get(fit.runId);
    if (found === undefined) continue;
    const names = fit.paramNames;
    const nRows = found.trial.length * names.length;
    const [lab, project, subject] = home.split("/");
    const all = (value: string) => new Array<string>(nRows).fill(value);
    const each = <T extends number | string>(of: (row: number, k: number) => T) =>
      Array.from({ length: nRows }, (_, i) => of(Math.floor(i / names.length), i % names.length));
    yield {
      nRows,
      columns: [
        ...[all(lab), all(project), all(subject)],
        each((row) => found.session[row]),
        each((row) => found.trial[row]),
        each((_, k) => names[k]),
        each((row, k) => found.weight[row * names.length + k]),
        each((row, k) => found.weightSd[row * names.length + k]),
      ],
    };
  }
}
