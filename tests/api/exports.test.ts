import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, expect, test } from "vitest";
import { saddlepoint } from "../cli/run-here.ts";
import { type ApiUnderTest, giveToken, startApiUnderTest } from "./api-under-test.ts";
import { authorization } from "./client.ts";
import { fit, N_MICE, N_SESSIONS, N_TRIALS } from "./cohort-fixture.ts";

let api: ApiUnderTest;
const folder = mkdtempSync(join(tmpdir(), "saddlepoint-export-"));

beforeAll(async () => {
  api = await startApiUnderTest();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await api?.stop();
});

const ALL = N_MICE * N_SESSIONS * N_TRIALS;

async function get(path: string, headers: Record<string, string> = authorization()) {
  const response = await fetch(`${api.url}/v1/export/${path}`, { headers });
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    bytes: await response.arrayBuffer(),
  };
}

const text = ({ bytes }: { bytes: ArrayBuffer }) => Buffer.from(bytes).toString("utf8");
const filter = (value: unknown) => `filter=${encodeURIComponent(JSON.stringify(value))}`;

test("trials as CSV are the rows of the database, in order, what is undefined empty", async () => {
  const answer = await get("trials");
  expect([answer.status, answer.type]).toEqual([200, "text/csv; charset=utf-8"]);
  const [names, ...lines] = text(answer).trimEnd().split("\n");
  expect(names).toMatch(/^lab,project,subject,session,trial,contrastLeft,contrastRight,choice,outcome,/);
  expect(lines).toHaveLength(ALL + 1);
  expect(lines.slice(0, 2)).toEqual([
    "north,learning,m01,1,1,0,0,-1,,0.25,,0,,,,,",
    "north,learning,m01,1,2,0.5,0,-1,1,0.5,,0,,,,,",
  ]);
  expect(lines.at(-1)).toMatch(/^south,pilot,s01,1,3,/);
});

test("Parquet holds the same, typed, with units and provenance in its metadata", async () => {
  const { bytes } = await get(`trials?format=parquet&${filter({ subject: "m02" })}`);
  const rows = await parquetReadObjects({ file: bytes });
  expect(rows).toHaveLength(N_SESSIONS * N_TRIALS);
  expect(rows[1]).toMatchObject({
    ...{ lab: "north", subject: "m02", session: 1, trial: 2, contrastLeft: 0.5, choice: -1, outcome: 1 },
    ...{ responseTimeS: 0.5, rewardVolumeUl: null },
  });
  const { key_value_metadata: metadata, schema } = parquetMetadata(bytes);
  expect(JSON.parse(metadata?.find(({ key }) => key === "saddlepoint")?.value ?? "")).toMatchObject({
    table: "trials",
    filter: { subject: "m02" },
    position: expect.any(Number),
    units: { responseTimeS: "s", rewardVolumeUl: "µl", lab: null },
  });
  expect(schema.find(({ name }) => name === "responseTimeS")).toMatchObject({ type: "DOUBLE" });
});

test.each([
  ["measures", "north,learning,m01,1,5,4,0,0,-0.2,0.5,false,"],
  ["segments", "north,learning,m01,0,LEFT_BIASED,0.75,1,1,5,5,25,0.05,0.1,-0.2,"],
])("%s are those of the present runs", async (table, first) => {
  const [, line] = text(await get(table)).split("\n");
  expect(line.startsWith(first), line).toBe(true);
});

test("weights are a row a trial and parameter, as the fit has them", async () => {
  const { status, bytes } = await get("weights?format=parquet");
  expect(status).toBe(200);
  const rows = await parquetReadObjects({ file: bytes });
  expect(rows).toHaveLength(N_MICE * fit.trial.length * fit.paramNames.length);
  // Of the fixture's fit only trial 17's bias stands out.
  const own = rows.filter((row) => row.subject === "m02");
  expect(own[3 * 17]).toEqual({
    ...{ lab: "north", project: "learning", subject: "m02", session: 5, trial: 2 },
    ...{ parameter: "bias", weight: 4, sd: 0.5 },
  });
  expect(own.filter(({ weight }) => weight === 4)).toHaveLength(1);
  expect(text(await get(`weights?${filter({ subject: "m02" })}`)).split("\n")[1 + 3 * 17]).toBe(
    "north,learning,m02,5,2,bias,4,0.5",
  );
});

test("CSV has its units and provenance beside it: in a header, or in a file", async () => {
  const response = await fetch(`${api.url}/v1/export/trials?${filter({ sex: "fémale" })}`, {
    headers: authorization(),
  });
  expect(JSON.parse(response.headers.get("saddlepoint-provenance") ?? "")).toMatchObject({
    ...{
      table: "trials",
      filter: { sex: "fémale" },
      position: expect.any(Number),
      version: expect.any(String),
    },
    units: { responseTimeS: "s", rewardVolumeUl: "µl" },
  });
  const file = join(folder, "measures.csv");
  await saddlepoint(api.database.url, "export", "measures", "--lab", "north", "--out", file);
  expect(JSON.parse(readFileSync(`${file}.json`, "utf8"))).toMatchObject({
    ...{ table: "measures", filter: { lab: "north" }, units: { accuracy: "0 to 1" } },
  });
});

test("an export as of a position stays what it was", async () => {
  expect(
    text(await get("trials?position=60"))
      .trimEnd()
      .split("\n"),
  ).toHaveLength(1 + 49);
});

test("a token exports what it may see and no more, and it is written down", async () => {
  const token = await giveToken(api.database.url, { labs: ["south"], name: "south" });
  const own = text(await get("trials", { authorization: `Bearer ${token}` }));
  expect(own.trimEnd().split("\n")).toHaveLength(2);
  expect(own).not.toContain("north");
  const asked = await get(`trials?${filter({ lab: "north" })}`, { authorization: `Bearer ${token}` });
  expect(text(asked).trimEnd().split("\n")).toHaveLength(1);
  expect((await get("trials", {})).status).toBe(401);
  const run = await saddlepoint(api.database.url, "token", "list", "--json");
  const [{ tokenId }] = run.json<{ tokens: { tokenId: string }[] }>().tokens;
  const { createPool } = await import("../../src/postgres/pool.ts");
  const owner = createPool(api.database.url, "migrator", { max: 1 });
  const { rows } = await owner.query(
    "select action, details->>'table' as table from access.audit where token_id = $1 and action = 'export'",
    [tokenId],
  );
  await owner.end();
  expect(rows).toEqual([
    { action: "export", table: "trials" },
    { action: "export", table: "trials" },
  ]);
});

test.each([
  ["nothing", "INVALID_ARGUMENT"],
  ["trials?format=xlsx", "INVALID_ARGUMENT"],
  ["trials?filter=%7B", "INVALID_FILTER"],
  ['trials?filter={"no":1}', "INVALID_FILTER"],
  ['trials?filter={"lab":"\' or 1=1 --"}', "INVALID_NAME"],
  ["trials?position=1e9", "INVALID_ARGUMENT"],
  ["trials?position=999999", "AS_OF_AHEAD"],
])("%s is refused", async (path, code) => {
  const answer = await get(path);
  expect([answer.status, JSON.parse(text(answer)).errors[0].extensions.code]).toEqual([400, code]);
});

test("the command line writes the same bytes", async () => {
  const file = join(folder, "trials.csv");
  const run = await saddlepoint(
    api.database.url,
    "export",
    "trials",
    "--lab",
    "north",
    "--out",
    file,
    "--json",
  );
  expect(run.code, run.stderr).toBe(0);
  expect(run.json()).toMatchObject({ rows: ALL, format: "csv" });
  expect(readFileSync(file, "utf8")).toBe(text(await get(`trials?${filter({ lab: "north" })}`)));
  const usage = await saddlepoint(api.database.url, "export", "trials", "--format", "parquet");
  expect([usage.code, usage.stderr]).toEqual([2, expect.stringContaining("--out")]);
});
