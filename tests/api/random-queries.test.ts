/**
 * Thousands of queries by chance, asked of two servers: of one whose database holds a lab that the caller may not see,
 * and of one whose database is the same but never had it. Every answer must be the same to the last value: nothing of
 * the hidden lab, not even a count, an order, a cursor or an error, is let through.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { typeDefs } from "../../src/api/graphql.ts";
import { buildSchema } from "../../src/api/graphql-package.ts";
import { type Api, startApi } from "../../src/api/server.ts";
import type { NewEvent } from "../../src/events/new-event.ts";
import { append } from "../../src/log/append.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { admitCohorts } from "../../src/read/cohort-grants.ts";
import { openDatabase } from "../../src/read/database.ts";
import { seededRandom } from "../../src/science/random.ts";
import {
  cohortDefined,
  grant,
  releasePublished,
  sessionStarted,
  subjectRegistered,
  trials,
} from "../events/given-events.ts";
import { createTestDatabase, type TestDatabase } from "../setup/database.ts";
import { livingBytes } from "../support/memory.ts";
import { giveToken } from "./api-under-test.ts";
import { ask } from "./client.ts";
import { deriveSegments, failSegments, fillDatabase } from "./cohort-fixture.ts";
import { type Draws, randomExport, randomQuery } from "./random-query.ts";

const FULL = process.env.TEST_FULL === "1";
const N_QUERIES = FULL ? 10_000 : 500;
const N_EXPORTS = N_QUERIES / 10;
const AT_ONCE = 4;
/** Each server keeps the queries that it has parsed lately, in 30 MiB at most; nothing else may grow. */
const MAX_GROWTH_BYTES = 2 * 30 * 2 ** 20;
const schema = buildSchema(typeDefs);
const common = { schemaVersion: 1, source: "random", occurredAt: null, actor: "test" } as const;

const stops: (() => Promise<unknown>)[] = [];
let servers: readonly { readonly api: Api; readonly statements: { longestMs: number } }[];
let token: string;
let draws: Draws;

beforeAll(async () => {
  const without = await createTestDatabase();
  stops.push(() => without.drop());
  await fillDatabase(without.url);
  const north = { lab: "north", project: "learning" };
  await happen(without, [
    ...lightAndTraces({ ...north, subject: "m01" }),
    cohortDefined(north, "left", { earlyStrategy: "LEFT_BIASED" }),
    cohortDefined(north, "nested", { cohort: "north/learning/cohort:left", not: { subject: "m03" } }),
    releasePublished(north, { release: "paper", position: 90, analyses: [] }),
  ]);
  token = await giveToken(without.url, { labs: ["north", "south"], person: "anna" });
  const withHidden = await createTestDatabase(without);
  stops.push(() => withHidden.drop());
  const visiblePosition = await happen(without, []);
  // Names before and after the visible ones, so that every list would have them at either end.
  for (const lab of ["aa-hidden", "zz-hidden"]) await hide(withHidden, lab);
  servers = await Promise.all([withHidden, without].map(serve));
  draws = {
    ids: ["north", "aa-hidden", "zz-hidden"].flatMap(idsOf),
    subjects: ["north/learning/m01", "north/learning/m02", "south/pilot/s01", "aa-hidden/secret/hush"],
    names: [
      "north",
      "learning",
      "m01",
      "south",
      "pilot",
      "dls",
      "female",
      "aa-hidden",
      "secret",
      "hush",
      "zz-hidden",
    ],
    texts: [
      ...[
        "",
        " ",
        "x' or true --",
        "'; drop table projection.trial; --",
        "\\",
        "%",
        "\u0000",
        "𝔐",
        "é".repeat(300),
      ],
      ...["$1", "{{7*7}}", "../../etc/passwd", "null", "true", "__proto__", "constructor", "lab:aa-hidden"],
    ],
    cursors: [
      ["subject", "aa-hidden", "secret", "hush"],
      ["subject", "north", "learning", "m02"],
      ["lab", "aa-hidden"],
      ["project", "north", "learning"],
      ["found trial", "aa-hidden/secret/hush", 1, 1],
      ["trial", 2],
      ["run", 20],
      ["saved cohort", "aa-hidden", "secret", "quiet"],
      ["release", "zz-hidden", "secret", "embargoed"],
      ["stimulation", 1],
      ["snippet", "a"],
    ].map((cursor) => Buffer.from(JSON.stringify(cursor)).toString("base64url")),
    position: visiblePosition,
    times: [
      "2026-03-01T00:00:00Z",
      new Date().toISOString(),
      "1999-01-01T00:00:00Z",
      "2999-01-01T00:00:00Z",
      "now",
    ],
    // How long the log is, is no secret, and differs.
    without: new Set(["log"]),
  };
});

afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

const idsOf = (lab: string): readonly string[] => {
  const own = lab === "north";
  const [project, subject] = own
    ? [`${lab}/learning`, `${lab}/learning/m01`]
    : [`${lab}/secret`, `${lab}/secret/hush`];
  return [
    ...[lab, project, subject, `${subject}/1`, `${subject}/2`, `${subject}/1/2`, `${subject}/site:dls`],
    ...[`${subject}/segment:0`, `${subject}/2/stimulation:1`, `${subject}/2/snippet:a`],
    ...[`${project}/cohort:${own ? "left" : "quiet"}`, `${project}/release:${own ? "paper" : "embargoed"}`],
    ...(own
      ? ["north/learning/m02", "north/learning/cohort:nested", "run:1", "run:41"]
      : ["run:42", "run:43"]),
  ];
};

function lightAndTraces(at: { lab: string; project: string; subject: string }): NewEvent[] {
  const id = (what: string) => `${at.lab} ${what}`;
  const session = { ...common, ...at, session: 2 };
  const light = { site: "DLS", hemisphere: "left", condition: "active" } as const;
  const trace = { site: "dls", channel: "signal", alignment: "stimulus", units: "z" } as const;
  return [
    {
      ...{ ...common, ...at, type: "RecordingSiteRegistered", sourceEventId: id("site") },
      payload: { site: "dls", region: "DLS", hemisphere: "left" },
    },
    ...[1, 2].map((stimulation) => ({
      ...{ ...session, type: "StimulationRecorded" as const, sourceEventId: id(`light ${stimulation}`) },
      payload: { stimulation, trial: stimulation, ...light },
    })),
    ...["a", "b"].map((snippet) => ({
      ...{ ...session, type: "SnippetRecorded" as const, sourceEventId: id(`trace ${snippet}`) },
      payload: { snippet, trial: 1, ...trace, sampleRateHz: 20, offsetS: -0.5 },
      samples: Float32Array.of(1, 2, 3),
    })),
  ];
}

/** A lab of which nothing is granted to the caller: its grants are to others, or begin later, or were revoked. */
async function hide(database: TestDatabase, lab: string): Promise<void> {
  const at = { lab, project: "secret" };
  const mouse = (subject: string): NewEvent[] => [
    subjectRegistered(subject, { sex: "female", strain: "hidden strain" }, at),
    ...[1, 2].flatMap((session) => [
      sessionStarted(subject, session, {}, at),
      ...trials(subject, session, 1, 5).map((each) => ({
        ...{ ...each, ...at },
        sourceEventId: `${lab} ${each.sourceEventId}`,
      })),
    ]),
  ];
  const later = new Date(Date.now() + 86_400_000).toISOString();
  await happen(database, [
    ...["hush", "hush2"].flatMap(mouse),
    ...lightAndTraces({ ...at, subject: "hush" }),
    cohortDefined(at, "quiet", { sex: "female" }),
    releasePublished(at, { release: "embargoed", position: 60, analyses: [] }),
    grant(at, { grant: "to-others", granteeKind: "lab", grantee: "strangers" }),
    grant(at, { grant: "cohort-to-others", granteeKind: "person", grantee: "bert", cohort: "quiet" }),
    grant(at, { grant: "later", granteeKind: "lab", grantee: "north", from: later }),
    grant(at, {
      grant: "cohort-later",
      granteeKind: "person",
      grantee: "anna",
      cohort: "quiet",
      from: later,
    }),
    // Of these mice, which are not theirs, a cohort lets nobody through.
    cohortDefined(at, "everything", {}),
  ]);
  const worker = createPool(database.url, "worker", { max: 2 });
  try {
    const db = openDatabase(worker);
    await deriveSegments(db, `${lab}/secret/hush`, "LEFT_BIASED");
    await failSegments(db, `${lab}/secret/hush2`);
  } finally {
    await worker.end();
  }
}

async function happen(database: TestDatabase, events: readonly NewEvent[]): Promise<number> {
  const [ingest, worker] = [createPool(database.url, "ingest"), createPool(database.url, "worker")];
  try {
    if (events.length > 0) await append(ingest, events);
    const position = await catchUp(worker);
    await admitCohorts(openDatabase(worker));
    return position;
  } finally {
    await Promise.all([ingest.end(), worker.end()]);
  }
}

async function serve(database: TestDatabase) {
  const pool = createPool(database.url, "api", { max: AT_ONCE, statementTimeoutMs: 10_000 });
  const statements = { longestMs: 0 };
  pool.on("connect", (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    client.query = ((...args: unknown[]) => {
      const begun = performance.now();
      const answer = query(...args);
      void answer?.then?.(
        () => {
          statements.longestMs = Math.max(statements.longestMs, performance.now() - begun);
        },
        () => {},
      );
      return answer;
    }) as typeof client.query;
  });
  const api = await startApi({ pool, limits: { rate: { perSecond: 1e6, burst: 1e6 }, maxValues: 200_000 } });
  stops.push(async () => {
    await api.close();
    await pool.end();
  });
  return { api, statements };
}

test(`${N_QUERIES} queries by chance: none fails on our side, and none tells of a lab that is hidden`, async () => {
  const random = seededRandom(9);
  const tally = new Map<string, number>();
  let [before, nAnswered] = [0, 0];
  for (let n = 0; n < N_QUERIES; n += AT_ONCE) {
    await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, k) => {
        const { query, variables } = randomQuery(schema, random.child(n + k), draws);
        const [seen, expected] = await Promise.all(
          servers.map(({ api }) => ask(api.url, query, variables, token)),
        );
        expect([200, 400], query).toContain(seen.status);
        for (const { extensions } of seen.errors) {
          expect(["INTERNAL_ERROR", "STATEMENT_TIMEOUT", "DATABASE_UNAVAILABLE"], query).not.toContain(
            extensions.code,
          );
          tally.set(String(extensions.code), (tally.get(String(extensions.code)) ?? 0) + 1);
        }
        expect(JSON.stringify(seen), query).toBe(JSON.stringify(expected));
        if (seen.data) {
          nAnswered += 1;
          expect(JSON.stringify(seen.data), query).not.toMatch(/hidden|secret|hush/);
        }
      }),
    );
    if (n === Math.floor(N_QUERIES / AT_ONCE / 2) * AT_ONCE) before = livingBytes();
  }
  expect(livingBytes() - before).toBeLessThan(MAX_GROWTH_BYTES);
  expect(Math.max(...servers.map(({ statements }) => statements.longestMs))).toBeLessThan(5_000);
  // Most were good questions: a generator of refusals would test nothing.
  expect(nAnswered / N_QUERIES).toBeGreaterThan(0.4);
  if (FULL) console.log({ nAnswered, refused: Object.fromEntries(tally) });
}, 3_600_000);

test(`${N_EXPORTS} exports by chance: each is to the byte as if the hidden lab were not there`, async () => {
  const random = seededRandom(10);
  let nExported = 0;
  for (let n = 0; n < N_EXPORTS; n++) {
    const path = randomExport(schema, random.child(n), draws);
    const [seen, expected] = await Promise.all(
      servers.map(async ({ api }) => {
        const response = await fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
        return {
          status: response.status,
          body: Buffer.from(await response.arrayBuffer()).toString("latin1"),
        };
      }),
    );
    expect([200, 400], `${path} ${seen.body.slice(0, 300)}`).toContain(seen.status);
    expect(seen, path).toEqual(expected);
    if (seen.status !== 200) continue;
    nExported += 1;
    // A Parquet file repeats the filter that was asked for.
    if (path.includes("format=csv")) expect(seen.body, path).not.toMatch(/hidden|secret|hush/);
  }
  expect(nExported / N_EXPORTS).toBeGreaterThan(0.4);
}, 3_600_000);
