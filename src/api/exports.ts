import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import type pg from "pg";
import { SaddlepointError } from "../errors.ts";
import { withUnits } from "../formats/tables/table.ts";
import { writeCsv } from "../formats/tables/write-csv.ts";
import { writeParquet } from "../formats/tables/write-parquet.ts";
import { packageVersion } from "../package-root.ts";
import { MAX_STREAMING } from "../postgres/pool.ts";
import { asOfPosition } from "../read/as-of.ts";
import { recordExport } from "../read/audit.ts";
import { openDatabase } from "../read/database.ts";
import { exportColumns, exportRows, exportTables } from "../read/export-tables.ts";
import { fencedPool } from "../read/fence.ts";
import { fetchLogState } from "../read/log-state.ts";
import { readingCaller, senderOf } from "./callers.ts";
import { coerceInputValue, type GraphQLInputType, type GraphQLSchema } from "./graphql-package.ts";
import type { RateLimiter } from "./rate-limit.ts";
import type { SubjectFilter as FilterInput } from "./schema.generated.ts";
import { subjectFilter } from "./subject-filter.ts";

const CONTENT_TYPES = { csv: "text/csv; charset=utf-8", parquet: "application/vnd.apache.parquet" } as const;

/** Each holds a connection that streams: some must be left for queries that read traces. */
const MAX_AT_WORK = MAX_STREAMING - 2;

type Format = keyof typeof CONTENT_TYPES;

interface ExportQuery {
  readonly format?: string;
  readonly filter?: string;
  readonly position?: string;
}

/**
 * `GET /v1/export/TABLE?format=csv|parquet&filter=JSON&position=N`: a table as it stands, or stood, of the subjects
 * that a SubjectFilter of the schema selects and the caller may see; streamed as it is read.
 *
 * @param idleMs how long a reader may take nothing
 */
export function registerExports(
  fastify: FastifyInstance,
  pool: pg.Pool,
  schema: GraphQLSchema,
  limiter: RateLimiter,
  idleMs: number,
): void {
  let nAtWork = 0;
  fastify.get<{ Params: { table: string }; Querystring: ExportQuery }>(
    "/v1/export/:table",
    async (request, reply) => {
      const caller = await readingCaller(pool, request.headers.authorization);
      limiter.take(senderOf(caller, request));
      const table = oneOf("table", request.params.table, exportTables);
      const format = oneOf("format", request.query.format ?? "csv", Object.keys(CONTENT_TYPES) as Format[]);
      const input = filterInput(schema, request.query.filter);
      const fenced = fencedPool(pool, caller.principals);
      const db = openDatabase(fenced);
      const position =
        request.query.position === undefined
          ? (await fetchLogState(db)).projectedPosition
          : await asOfPosition(db, { position: wholeNumber(request.query.position) });
      const asOf = request.query.position === undefined ? undefined : position;
      const filter = await subjectFilter(db, input, asOf);
      const provenance = { table, filter, position, version: packageVersion };
      if (nAtWork >= MAX_AT_WORK) throw busy();
      nAtWork += 1;
      reply.raw.once("close", () => {
        nAtWork -= 1;
      });
      const holder = caller.holder;
      await recordExport(pool, holder?.tokenId ?? null, holder?.name ?? "everyone", {
        ...provenance,
        format,
      });
      const rows = exportRows(fenced, db, table, filter, asOf);
      const columns = exportColumns(table);
      const bytes = format === "csv" ? writeCsv(columns, rows) : writeParquet(columns, rows, provenance);
      // A reader that has stopped reading would keep its connection to the database.
      reply.raw.setTimeout(idleMs, () => request.raw.socket.destroy());
      return await reply
        .type(CONTENT_TYPES[format])
        .header("content-disposition", `attachment; filename="${table}.${format}"`)
        .header("saddlepoint-position", String(position))
        .header("saddlepoint-provenance", ascii(withUnits(provenance, columns)))
        .send(Readable.from(bytes, { objectMode: false }));
    },
  );
}

/** JSON as a header can hold it. */
function ascii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function busy(): SaddlepointError {
  return new SaddlepointError(
    "SERVER_BUSY",
    `${MAX_AT_WORK} exports are at work already`,
    "Try again when one of them has ended, in a minute or so.",
  );
}

function oneOf<Name extends string>(field: string, given: string, names: readonly Name[]): Name {
  const known = names.find((name) => name === given);
  if (known !== undefined) return known;
  throw new SaddlepointError(
    "INVALID_ARGUMENT",
    `${field} cannot be ${JSON.stringify(given)}`,
    `It is one of ${names.join(", ")}.`,
    { field, value: given },
  );
}

function wholeNumber(given: string): number {
  if (/^\d{1,15}$/.test(given)) return Number(given);
  throw new SaddlepointError(
    "INVALID_ARGUMENT",
    `position cannot be ${JSON.stringify(given)}`,
    "It is a whole number, such as `log { position }` gives.",
    { field: "position", value: given },
  );
}

function filterInput(schema: GraphQLSchema, text: string | undefined): FilterInput | null {
  if (text === undefined) return null;
  try {
    const type = schema.getType("SubjectFilter") as GraphQLInputType;
    return coerceInputValue(JSON.parse(text), type) as FilterInput;
  } catch (error) {
    throw new SaddlepointError(
      "INVALID_FILTER",
      error instanceof Error ? error.message : String(error),
      'Give a SubjectFilter of the schema as JSON, for example {"earlyStrategy": "LEFT_BIASED"}.',
      { field: "filter", value: text },
    );
  }
}
