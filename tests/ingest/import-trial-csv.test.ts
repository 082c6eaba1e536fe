import { copyFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { importTrialCsv } from "../../src/ingest/import-trial-csv.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { countData } from "../../src/read/counts.ts";
import { openDatabase } from "../../src/read/database.ts";
import { fetchTrialInput } from "../../src/read/trial-table.ts";
import { failureOf } from "../events/failure-of.ts";
import { givenLog, headOf, loggedRows } from "../log/given-log.ts";
import { hasShared, sharedPath, whySkipped } from "../shared-data.ts";
import { givenTable, HEADER, mouseLines, temporaryFolder } from "./given-tables.ts";

const log = givenLog();
const db = () => openDatabase(log.pool("worker"));

function importTo(project: string, file: string, actor = "tester") {
  return importTrialCsv(log.pool("ingest"), file, { lab: "lab", project, actor });
}

async function projected(home: string) {
  await catchUp(log.pool("worker"));
  return await fetchTrialInput(db(), home);
}

describe.skipIf(!hasShared)(`the real mice${whySkipped}`, () => {
  const file = sharedPath("data/dap/DAP037.csv.gz");

  test("a file becomes a subject, its sessions and its trials, and all its numbers arrive to the last bit", async () => {
    const progress: number[] = [];
    const done = await importTrialCsv(log.pool("ingest"), file, {
      lab: "lab",
      project: "dap",
      actor: "tester",
      onProgress: (n) => progress.push(n),
    });
    // DAP037.json: 2884 trials in 14 sessions; a lab, a project and a subject are registered besides.
    expect(done).toEqual({
      file,
      subjects: ["DAP037"],
      nTrials: 2_884,
      appended: 2 + 1 + 14 + 2_884,
      alreadyThere: 0,
      simulated: false,
      notices: [],
    });
    expect(progress.at(-1)).toBe(2_884);
    const input = await projected("lab/dap/DAP037");
    expect(await countData(db(), { project: "dap" })).toEqual({ subjects: 1, sessions: 14, trials: 2_884 });
    const lines = gunzipSync(await readFile(file))
      .toString()
      .trim()
      .split("\n")
      .slice(1);
    const table = input?.trials;
    const cells = Array.from({ length: table?.nTrials ?? 0 }, (_, t) =>
      [
        "DAP037",
        table?.session[t],
        table?.trial[t],
        table?.contrastLeft[t],
        table?.contrastRight[t],
        table?.choice[t] === 1 ? "right" : "left",
        table?.responseTimeS[t],
      ].join(),
    );
    expect(cells).toEqual(
      lines.map((line) =>
        line.replace(/(\d\.\d+)/g, (number) => String(Number(number))).replaceAll("-0,", "0,"),
      ),
    );
    const { rows } = await log
      .pool("reader")
      .query("select non_decision_time_s as t, simulated from projection.subject where subject = 'DAP037'");
    expect(rows).toEqual([{ t: 0.1525883975099987, simulated: false }]);
  });

  test("a second import adds nothing, whoever makes it; nor does a copy under another name", async () => {
    const head = await headOf(log.pool("ingest"));
    expect(await importTo("dap", file, "someone else")).toMatchObject({ appended: 0, alreadyThere: 2_901 });
    const folder = temporaryFolder();
    copyFileSync(file, join(folder, "backup of monday.csv.gz"));
    copyFileSync(file.replace(".csv.gz", ".json"), join(folder, "backup of monday.json"));
    expect(await importTo("dap", join(folder, "backup of monday.csv.gz"))).toMatchObject({ appended: 0 });
    const plain = gunzipSync(await readFile(file))
      .toString()
      .trim()
      .split("\n");
    const metadata = JSON.parse(await readFile(file.replace(".csv.gz", ".json"), "utf8"));
    expect(await importTo("dap", givenTable("plain.csv", plain, metadata))).toMatchObject({ appended: 0 });
    expect(await headOf(log.pool("ingest"))).toBe(head);
  });

  test("the same mouse in another project is another subject", async () => {
    expect(await importTo("dap-again", file)).toMatchObject({ appended: 2_900, alreadyThere: 1 });
  });

  test("an import that is cut short adds nothing; the rest of a file, what is new in it", async () => {
    const lines = gunzipSync(await readFile(file))
      .toString()
      .trim()
      .split("\n");
    const short = await importTo("halves", givenTable("DAP037.csv", lines.slice(0, 1_001)));
    expect(short.nTrials).toBe(1_000);
    const whole = await importTo("halves", givenTable("DAP037.csv", lines));
    // The lab is registered already.
    expect(whole.appended + short.appended).toBe(2_900);
  });
});

describe("all or nothing", () => {
  test("a wrong last row leaves nothing, and is named by line, column, value and remedy", async () => {
    const head = await headOf(log.pool("ingest"));
    const lines = [HEADER, ...mouseLines({ subject: "W", sessions: 30, trials: 200 })];
    lines[lines.length - 1] = "W,30,200,0.5,0,up,0.7";
    const file = givenTable("W.csv.gz", lines);
    const error = await failureOf(importTo("wrong", file));
    expect(error.place).toEqual({ file, line: 6_001, field: "choice", value: "up" });
    expect(error.remedy).toContain("left, right, no-go");
    expect(await headOf(log.pool("ingest"))).toBe(head);
    expect(await projected("lab/wrong/W")).toBeNull();
  });

  test("metadata that disagree with the table leave nothing", async () => {
    const head = await headOf(log.pool("ingest"));
    const file = givenTable("W.csv", [HEADER, "W,1,1,0.5,0,left,0.7"], { trials: 2 });
    expect((await failureOf(importTo("wrong", file))).code).toBe("TRIAL_METADATA_DISAGREES");
    expect(await headOf(log.pool("ingest"))).toBe(head);
  });

  test("a name that the log does not take is refused with its line", async () => {
    const file = givenTable("W.csv", [HEADER, "W,1,1,0.5,0,left,0.7", "mouse 1/2,1,1,0.5,0,left,0.7"]);
    const error = await failureOf(importTo("wrong", file));
    expect(error).toMatchObject({
      code: "INVALID_EVENT",
      place: { file, line: 3, field: "subject", value: "mouse 1/2" },
    });
  });

  test("a trial whose content was changed is a conflict, with file, line, field, and what the log has", async () => {
    const lines = [HEADER, ...mouseLines({ subject: "X", sessions: 2, trials: 50 })];
    await importTo("changed", givenTable("X.csv", lines));
    const head = await headOf(log.pool("ingest"));
    const [subject, session, trial, left, right, choice] = lines[60].split(",");
    const other = choice === "left" ? "right" : "left";
    const changed = lines.with(60, [subject, session, trial, left, right, other, 0.75].join());
    const file = givenTable("X.csv", [...changed, "X,3,1,0.5,0,left,0.7"]);
    const error = await failureOf(importTo("changed", file));
    expect(error.code).toBe("EVENT_CONTENT_CONFLICT");
    expect(error.place).toMatchObject({ file, line: 61 });
    expect(error.message).toContain(`payload.choice: "${choice}" in the log, "${other}" given`);
    expect(error.message).toContain("0.75 given");
    expect(await headOf(log.pool("ingest"))).toBe(head);
  });
});

describe("what real files hold", () => {
  test("blank sessions are one session of unknown boundaries", async () => {
    const lines = mouseLines({ subject: "B", sessions: 12, trials: 20, blankSessions: true });
    await importTo("odd", givenTable("B.csv", [HEADER, ...lines], { sessions: null }));
    const input = await projected("lab/odd/B");
    expect(input?.trials.sessionBoundariesKnown).toBe(false);
    expect(input?.trials.nTrials).toBe(240);
    expect(new Set(input?.trials.session)).toEqual(new Set([1]));
    const [started] = (await loggedRows(log.pool("reader"), "lab/odd/B")).filter(
      (row) => row.type === "SessionStarted",
    );
    expect(started.payload).toEqual({ boundariesKnown: false });
  });

  test("negative zero is zero, in the event and in the table", async () => {
    await importTo("odd", givenTable("Z.csv", [HEADER, "Z,1,1,-0.0,0.5,right,0.7", "Z,1,2,0.5,-0,left,0.8"]));
    const input = await projected("lab/odd/Z");
    expect(Object.is(input?.trials.contrastLeft[0], 0)).toBe(true);
    expect(Object.is(input?.trials.contrastRight[1], 0)).toBe(true);
    expect(await importTo("odd", givenTable("Z.csv", [HEADER, "Z,1,1,0,0.5,right,0.7"]))).toMatchObject({
      appended: 0,
    });
  });

  test("an outcome that the file does not give is unknown, at zero contrast and elsewhere; a given one is kept", async () => {
    const file = givenTable("O.csv", [
      `${HEADER},outcome`,
      "O,1,1,0,0,left,0.7,",
      "O,1,2,0,0,left,0.7,correct",
      "O,1,3,0,0,right,0.7,incorrect",
      "O,1,4,0.5,0,left,0.7,",
    ]);
    await importTo("odd", file);
    expect([...((await projected("lab/odd/O"))?.trials.outcome ?? [])]).toEqual([-1, 1, 0, -1]);
    const [first] = (await loggedRows(log.pool("reader"), "lab/odd/O")).filter(
      (row) => row.type === "TrialRecorded",
    );
    expect(first.payload).not.toHaveProperty("outcome");
  });

  test("contrasts may change from one session to the next; no-go, gaps and absent response times are kept", async () => {
    const file = givenTable("C.csv", [
      HEADER,
      "C,1,6,0.5,0,left,0.7",
      "C,1,9,0,0,no-go,",
      "C,4,1,0.0625,0,left,0.7",
      "C,4,2,0,1,right,0.7",
    ]);
    await importTo("odd", file);
    const table = (await projected("lab/odd/C"))?.trials;
    expect([...(table?.session ?? [])]).toEqual([1, 1, 4, 4]);
    expect([...(table?.trial ?? [])]).toEqual([6, 9, 1, 2]);
    expect([...(table?.contrastLeft ?? [])]).toEqual([0.5, 0, 0.0625, 0]);
    expect([...(table?.choice ?? [])]).toEqual([-1, 0, -1, 1]);
    expect([...(table?.responseTimeS ?? [])]).toEqual([0.7, Number.NaN, 0.7, 0.7]);
  });

  test("several subjects in a file, and columns by other names", async () => {
    const file = givenTable("all.csv", [
      "animal,day,contrast_left,contrast_right,choice,rt",
      "S1,1,0.5,0,left,0.7",
      "S2,1,0.5,0,left,0.7",
      "S2,2,0.5,0,left,0.7",
    ]);
    const done = await importTrialCsv(log.pool("ingest"), file, {
      lab: "lab",
      project: "mapped",
      actor: "tester",
      map: { subject: "animal", session: "day", response_time_s: "rt" },
    });
    expect(done).toMatchObject({ subjects: ["S1", "S2"], nTrials: 3, appended: 1 + 2 + 3 + 3 });
    await catchUp(log.pool("worker"));
    expect(await countData(db(), { project: "mapped" })).toEqual({ subjects: 2, sessions: 3, trials: 3 });
  });
});
