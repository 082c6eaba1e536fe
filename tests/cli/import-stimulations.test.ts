import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { givenFile } from "../formats/photometry/given-recordings.ts";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();
const at = ["--lab", "lab", "--project", "study"];
const cli = (...args: readonly string[]) => saddlepoint(log.url, ...args);
const stored = async (subject: string) => {
  const { rows } = await log
    .pool("reader")
    .query("select * from projection.stimulation where home = $1 order by session, stimulation", [
      `lab/study/${subject}`,
    ]);
  return rows;
};

test("every field, own names of columns, values for all rows; the same again adds nothing", async () => {
  const table = givenFile(
    "opto.csv",
    "trial_number,laser_on,ms,mW,nm,width,hz,side,when\n3,12.5,500,4.5,473,5,20,L,reward\n7,40,500,4.5,473,5,20,bilateral,choice",
  );
  const maps = [
    "trial=trial_number",
    "onset_s=laser_on",
    "power_mw=mW",
    "wavelength_nm=nm",
    "pulse_width_ms=width",
    "pulse_rate_hz=hz",
    "hemisphere=side",
    "alignment=when",
  ];
  const args = [
    ...["import", "stimulations", table, ...at, "--subject", "S", "--session", "2"],
    ...maps.flatMap((map) => ["--map", map]),
    ...[
      "--set",
      "site=DMS",
      "--set",
      "condition=active",
      "--set",
      "opsin=ChR2",
      "--set",
      "duration_s=0.5",
      "--json",
    ],
  ];
  expect((await cli(...args)).json()).toMatchObject({ files: [{ nStimulations: 2, byIndex: 2, byTime: 0 }] });
  expect((await cli(...args)).json()).toMatchObject({ appended: 0 });
  expect(await stored("S")).toMatchObject([
    {
      ...{ session: 2, stimulation: 1, trial: 3, site: "DMS", hemisphere: "left", condition: "active" },
      ...{ alignment: "outcome", onset_s: 12.5, duration_s: 0.5, wavelength_nm: 473, power_mw: 4.5 },
      ...{ pulse_width_ms: 5, pulse_rate_hz: 20, opsin: "ChR2" },
    },
    { stimulation: 2, trial: 7, hemisphere: "both", alignment: "action" },
  ]);
});

test("a Parquet table, with numbers of every kind and cells that are null", async () => {
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: "trial", data: BigInt64Array.of(4n, 9n), type: "INT64" },
      { name: "onset_s", data: [1.25, null], type: "DOUBLE" },
      { name: "site", data: ["DMS", "DLS"], type: "STRING" },
      { name: "hemisphere", data: ["right", "b"], type: "STRING" },
      { name: "active", data: [true, false], type: "BOOLEAN" },
      { name: "wavelength_nm", data: Int32Array.of(473, 589), type: "INT32" },
      { name: "opsin", data: [null, "eNpHR"], type: "STRING" },
    ],
  });
  const table = givenFile("opto.pqt", new Uint8Array(bytes));
  const args = ["import", "stimulations", table, ...at, "--subject", "Q", "--session", "1"];
  const run = await cli(...args, "--map", "condition=active", "--json");
  expect(run.json()).toMatchObject({ files: [{ nStimulations: 2, byIndex: 2 }] });
  expect((await cli(...args, "--map", "condition=active", "--json")).json()).toMatchObject({ appended: 0 });
  expect(await stored("Q")).toMatchObject([
    {
      ...{ trial: 4, onset_s: 1.25, site: "DMS", hemisphere: "right", condition: "active", opsin: null },
      wavelength_nm: 473,
    },
    { trial: 9, onset_s: null, hemisphere: "both", condition: "control", wavelength_nm: 589, opsin: "eNpHR" },
  ]);
});

test("a row without a trial belongs to the trial in which its onset lies; before the first, to none", async () => {
  const trials = [
    "subject,session,trial,contrast_left,contrast_right,choice,stimulus_on_s",
    "R,1,1,0.5,0,left,10",
    "R,1,2,0.5,0,left,20",
    "R,1,4,0.5,0,left,30",
  ];
  await cli("import", "csv", givenFile("R.csv", trials.join("\n")), ...at);
  const table = [
    "subject,session,onset_s,site,hemisphere,condition",
    ...[5, 10.5, 19.95, 29.5, 99].map((s) => `R,1,${s},DLS,right,control`),
  ];
  const run = await cli("import", "stimulations", givenFile("R-opto.csv", table.join("\n")), ...at, "--json");
  expect(run.json()).toMatchObject({ files: [{ nStimulations: 5, byIndex: 0, byTime: 4 }] });
  expect((await stored("R")).map(({ trial }) => trial)).toEqual([null, 1, 2, 2, 4]);
});

test.each([
  ["site,hemisphere\nDLS,left", "STIMULATION_COLUMN", /1/],
  ["site,hemisphere,condition\nDLS,up,active", "STIMULATION_VALUE", /:2/],
  ["site,hemisphere,condition,power_mw\nDLS,left,active,4000", "INVALID_EVENT", /:2/],
  ["site,hemisphere,condition,power_mw\nDLS,left,active,much", "STIMULATION_VALUE", /:2/],
])("%j is refused with its line, and nothing is appended", async (text, code, where) => {
  const run = await cli(
    "import",
    "stimulations",
    givenFile("w.csv", text),
    ...at,
    "--subject",
    "W",
    "--session",
    "1",
  );
  expect(run.stderr).toContain(`error ${code}`);
  expect(await stored("W")).toEqual([]);
  expect(run.stderr).toMatch(where);
});
