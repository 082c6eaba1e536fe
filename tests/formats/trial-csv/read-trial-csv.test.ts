import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readTrialCsv } from "../../../src/formats/trial-csv/read-trial-csv.ts";
import { hasShared, sharedPath, whySkipped } from "../../shared-data.ts";
import { givenFile, readWhole, standardHeader } from "./given-files.ts";

const dapTables = hasShared
  ? readdirSync(sharedPath("data/dap")).filter((file) => file.endsWith(".csv.gz"))
  : [];

describe.skipIf(!hasShared)(`the real mice${whySkipped}`, () => {
  test("there are 20 of them", () => {
    expect(dapTables).toHaveLength(20);
  });

  test.each(dapTables)(
    "%s reads as its own text says, cell by cell, with the counts of its JSON",
    async (name) => {
      const file = sharedPath("data/dap", name);
      const { rows, summary } = await readWhole(file);
      // Independent: the text split at commas, without any of the reader's code.
      const lines = gunzipSync(readFileSync(file)).toString().trim().split("\n").slice(1);
      const independent = lines.map((line, i) => {
        const [subject, session, trial, left, right, choice, time] = line.split(",");
        return {
          line: i + 2,
          subject,
          session: Number(session),
          trial: Number(trial),
          contrastLeft: Math.abs(Number(left)),
          contrastRight: Math.abs(Number(right)),
          choice,
          responseTimeS: Number(time),
        };
      });
      expect(
        rows.map(({ line, subject, session, trial, contrastLeft, contrastRight, choice, responseTimeS }) => ({
          line,
          subject,
          session,
          trial,
          contrastLeft,
          contrastRight,
          choice,
          responseTimeS,
        })),
      ).toEqual(independent);
      expect(rows.some((row) => Object.is(row.contrastLeft, -0) || Object.is(row.contrastRight, -0))).toBe(
        false,
      );
      const json = JSON.parse(readFileSync(file.replace(".csv.gz", ".json"), "utf8"));
      expect(summary.nTrials).toBe(json.trials);
      expect(summary.subjects).toEqual([
        {
          subject: json.subject,
          nTrials: json.trials,
          nSessions: json.sessions,
          minResponseTimeS: Math.min(...independent.map((row) => row.responseTimeS)),
        },
      ]);
      expect(summary.notices).toEqual([]);
    },
  );
});

const twoTrials = `${standardHeader}\nM1,1,1,0.5,0,left,0.8\nM1,1,2,0,0.25,right,1.5\n`;

describe("what a table may look like", () => {
  test("every column of a trial is read, and what is blank is null", async () => {
    const file = givenFile(
      [
        `${standardHeader},outcome,reward_volume_ul,repeat_number,block,stimulus_on_s,go_cue_s,choice_s,outcome_s`,
        "M1,1,1,0.5,0,left,0.8,correct,2.5,0,left80,10.1,10.2,10.9,11",
        "M1,1,3,-0.0,0,no-go,,NA,nan,,N/A,null,None,,",
      ].join("\n"),
    );
    const { rows } = await readWhole(file);
    expect(rows).toEqual([
      {
        line: 2,
        subject: "M1",
        session: 1,
        trial: 1,
        contrastLeft: 0.5,
        contrastRight: 0,
        choice: "left",
        responseTimeS: 0.8,
        outcome: "correct",
        rewardVolumeUl: 2.5,
        repeatNumber: 0,
        block: "left80",
        stimulusOnS: 10.1,
        goCueS: 10.2,
        choiceS: 10.9,
        outcomeS: 11,
      },
      {
        line: 3,
        subject: "M1",
        session: 1,
        trial: 3,
        contrastLeft: 0,
        contrastRight: 0,
        choice: "no-go",
        responseTimeS: null,
        outcome: null,
        rewardVolumeUl: null,
        repeatNumber: null,
        block: null,
        stimulusOnS: null,
        goCueS: null,
        choiceS: null,
        outcomeS: null,
      },
    ]);
    expect(Object.is(rows[1].contrastLeft, 0)).toBe(true);
  });

  test.each([
    ["a byte-order mark", `\ufeff${twoTrials}`],
    ["CRLF", twoTrials.replaceAll("\n", "\r\n")],
    ["CR alone", twoTrials.replaceAll("\n", "\r")],
    ["LF after the header and CRLF below", twoTrials.replaceAll("\n", "\r\n").replace("\r\n", "\n")],
    ["no line end at the end", twoTrials.trimEnd()],
    ["semicolons", twoTrials.replaceAll(",", ";")],
    ["tabs", twoTrials.replaceAll(",", "\t")],
    ["quotes", twoTrials.replaceAll(/[^,\n]+/g, '"$&"')],
    ["spaces around cells", twoTrials.replaceAll(",", " , ")],
    ["whole numbers written with a point", twoTrials.replaceAll("M1,1,", "M1,1.0,")],
  ])("%s makes no difference", async (_, text) => {
    const standard = await readWhole(givenFile(twoTrials));
    expect((await readWhole(givenFile(text))).rows).toEqual(standard.rows);
  });

  test("gzip is told by its bytes, not by the name, and may have several members", async () => {
    const standard = await readWhole(givenFile(twoTrials));
    const members = Buffer.concat([gzipSync(twoTrials.slice(0, 90)), gzipSync(twoTrials.slice(90))]);
    expect((await readWhole(givenFile(members, "M1.csv"))).rows).toEqual(standard.rows);
    expect((await readWhole(givenFile(Buffer.from(twoTrials), "M1.csv.gz"))).rows).toEqual(standard.rows);
  });

  test("columns are found under any order and through a map, and the others are named once", async () => {
    const file = givenFile("weight,resp,L,R,rt,\n21,left,0.5,0,0.8,x\n22,right,0.5,0,0.9,x\n");
    const { rows, summary } = await readWhole(file, {
      map: { choice: "resp", contrast_left: "L", contrastRight: "R", responseTimeS: "rt" },
    });
    expect(
      rows.map(({ choice, contrastLeft, responseTimeS }) => [choice, contrastLeft, responseTimeS]),
    ).toEqual([
      ["left", 0.5, 0.8],
      ["right", 0.5, 0.9],
    ]);
    expect(summary.columns).toEqual({
      contrast_left: "L",
      contrast_right: "R",
      choice: "resp",
      response_time_s: "rt",
    });
    expect(summary.ignoredColumns).toEqual(["weight", "(column 6, without a name)"]);
    expect(summary.notices.map(({ code }) => code)).toEqual(["TRIAL_CSV_COLUMNS_IGNORED"]);
    expect(summary.notices[0].message).toContain("weight");
  });

  test("a column that the map gives to one field is not read as another by its name", async () => {
    const file = givenFile("contrast_left,contrast_right,choice,outcome\n0.5,0,correct,left\n");
    const { rows } = await readWhole(file, { map: { choice: "outcome", outcome: "choice" } });
    expect(rows[0]).toMatchObject({ choice: "left", outcome: "correct" });
    const alone = await readWhole(file, { map: { choice: "outcome" } });
    expect(alone.rows[0]).toMatchObject({ choice: "left", outcome: null });
  });

  test("one signed contrast, right minus left, stands in for the two", async () => {
    const text = "signed_contrast,choice\n-0.25,left\n0.5,right\n-0.0,left\n";
    const { rows } = await readWhole(givenFile(text));
    expect(rows.map(({ contrastLeft, contrastRight }) => [contrastLeft, contrastRight])).toEqual([
      [0.25, 0],
      [0, 0.5],
      [0, 0],
    ]);
  });

  test("the subject is its column, else the one given, else the file's name", async () => {
    const text = "contrast_left,contrast_right,choice\n0.5,0,left\n";
    expect((await readWhole(givenFile(text, "DAP009.csv.gz"))).rows[0].subject).toBe("DAP009");
    expect((await readWhole(givenFile(text), { subject: "Ada" })).rows[0].subject).toBe("Ada");
    expect((await readWhole(givenFile(twoTrials, "X.csv"), { subject: "M1" })).rows[0].subject).toBe("M1");
  });

  test("trials without numbers are counted within their session", async () => {
    const text = `subject,session,contrast_left,contrast_right,choice
A,1,0.5,0,left\nA,1,0.5,0,left\nA,4,0.5,0,left\nB,4,0.5,0,left\n`;
    const { rows, summary } = await readWhole(givenFile(text));
    expect(rows.map(({ trial }) => trial)).toEqual([1, 2, 1, 1]);
    expect(summary.subjects).toEqual([
      { subject: "A", nTrials: 3, nSessions: 2, minResponseTimeS: null },
      { subject: "B", nTrials: 1, nSessions: 1, minResponseTimeS: null },
    ]);
  });

  test.each([
    ["blank", "session,trial,contrast_left,contrast_right,choice\n,1,0.5,0,left\nNA,2,0.5,0,left\n"],
    ["absent", "trial,contrast_left,contrast_right,choice\n1,0.5,0,left\n2,0.5,0,left\n"],
  ])("a session that is %s everywhere means unknown boundaries", async (_, text) => {
    const { rows, summary } = await readWhole(givenFile(text));
    expect(rows.map(({ session, trial }) => [session, trial])).toEqual([
      [null, 1],
      [null, 2],
    ]);
    expect(summary.subjects[0].nSessions).toBeNull();
  });

  test("one subject's sessions may be unknown and another's known", async () => {
    const text = "subject,session,contrast_left,contrast_right,choice\nA,,0.5,0,left\nB,1,0.5,0,left\n";
    const { summary } = await readWhole(givenFile(text));
    expect(summary.subjects.map(({ nSessions }) => nSessions)).toEqual([null, 1]);
  });

  test.each(["\n", "\r\n"])(
    "lines are counted as an editor does, through empty lines and line ends in cells (%j)",
    async (end) => {
      const lines = [
        "",
        "contrast_left,contrast_right,choice,note", // 2
        '0.5,0,left,"a', // 3
        "b",
        'c"', // 5
        "",
        "", // 7
        "0.5,0,left,d", // 8
        '0.5,0,left,"""e""', // 9
        '"',
        "0.5,0,left,f", // 11
      ];
      const { rows } = await readWhole(givenFile(lines.join(end)));
      expect(rows.map(({ line }) => line)).toEqual([3, 8, 9, 11]);
    },
  );

  test("lines and rows hold across the blocks in which a file is read", async () => {
    const row = (i: number) =>
      `${i % 40 === 0 ? "\r\n" : ""}M1,1,${i},0.5,0,left,"note ${"é".repeat(i % 50)}"\r\n`;
    const n = 6_000;
    const text = `subject,session,trial,contrast_left,contrast_right,choice,note\r\n${Array.from({ length: n }, (_, i) => row(i + 1)).join("")}`;
    const { rows } = await readWhole(givenFile(text), { batchRows: 7 });
    expect(rows).toHaveLength(n);
    // One line for the header, one for each row up to here, one for each empty line up to here.
    expect(rows.every(({ line, trial }) => line === 1 + trial + Math.floor(trial / 40))).toBe(true);
  });
});

describe("reading", () => {
  test("gives batches of the asked size and may be stopped early", async () => {
    const text = `contrast_left,contrast_right,choice\n${"0.5,0,left\n".repeat(2_250)}`;
    const sizes: number[] = [];
    for await (const batch of readTrialCsv(givenFile(text))) sizes.push(batch.length);
    expect(sizes).toEqual([500, 500, 500, 500, 250]);
    const reading = readTrialCsv(givenFile(text));
    for await (const batch of reading) {
      expect(batch[0].trial).toBe(1);
      break;
    }
    expect(() => reading.summary()).toThrow("not been read to its end");
  });

  test("closes the file when it is stopped early, compressed or not", async () => {
    const text = `contrast_left,contrast_right,choice\n${"0.5,0,left\n".repeat(200_000)}`;
    const openFiles = () => readdirSync("/proc/self/fd").length;
    for (const file of [givenFile(text), givenFile(text, "M1.csv.gz")]) {
      const before = openFiles();
      for (let i = 0; i < 20; i++) {
        for await (const _ of readTrialCsv(file)) break;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(openFiles() - before).toBeLessThan(5);
    }
  });

  test("says so when response times look like milliseconds", async () => {
    const text = "contrast_left,contrast_right,choice,response_time_s\n0.5,0,left,734\n0.5,0,left,1210\n";
    const { summary } = await readWhole(givenFile(text));
    expect(summary.notices.map(({ code }) => code)).toEqual(["TRIAL_CSV_SLOW_RESPONSES"]);
  });
});
