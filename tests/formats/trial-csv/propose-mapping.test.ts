import { expect, test } from "vitest";
import { proposeMapping } from "../../../src/formats/trial-csv/propose-mapping.ts";
import { trialFieldNamed, trialFields } from "../../../src/formats/trial-csv/trial-fields.ts";
import { givenFile, readWhole } from "./given-files.ts";

test("the standard names are proposed as themselves, the signed contrast only in place of the two", () => {
  const { map, missing, unused, columns } = proposeMapping(trialFields);
  const standard = trialFields.filter((field) => field !== "signed_contrast");
  expect(map).toEqual(Object.fromEntries(standard.map((field) => [field, field])));
  expect(columns.every(({ confidence }) => confidence === "exact")).toBe(true);
  expect(missing).toEqual([]);
  expect(unused).toEqual(["signed_contrast"]);
});

test("each proposal says how sure it is, and what is missing and unused is named", () => {
  expect(proposeMapping(["Mouse", "Contrast Left", "contrastRight", "weight", "rt"])).toEqual({
    map: {
      subject: "Mouse",
      contrast_left: "Contrast Left",
      contrast_right: "contrastRight",
      response_time_s: "rt",
    },
    columns: [
      { field: "subject", column: "Mouse", confidence: "synonym" },
      { field: "contrast_left", column: "Contrast Left", confidence: "spelling" },
      { field: "contrast_right", column: "contrastRight", confidence: "spelling" },
      { field: "response_time_s", column: "rt", confidence: "synonym" },
    ],
    missing: ["choice"],
    unused: ["weight"],
  });
});

test("an ALF trials table's names are mapped without mistaking clock times for durations", () => {
  const { map } = proposeMapping([
    "stimOn_times",
    "goCue_times",
    "choice",
    "contrastLeft",
    "contrastRight",
    "feedbackType",
    "rewardVolume",
    "probabilityLeft",
    "response_times",
    "feedback_times",
  ]);
  expect(map).toEqual({
    stimulus_on_s: "stimOn_times",
    go_cue_s: "goCue_times",
    choice: "choice",
    contrast_left: "contrastLeft",
    contrast_right: "contrastRight",
    outcome: "feedbackType",
    reward_volume_ul: "rewardVolume",
    block: "probabilityLeft",
    choice_s: "response_times",
    outcome_s: "feedback_times",
  });
});

test("the surer of two columns is taken, then the first", () => {
  expect(proposeMapping(["response", "choice"]).map.choice).toBe("choice");
  expect(proposeMapping(["response", "action"]).map.choice).toBe("response");
  expect(proposeMapping(["mouse", "animal"]).unused).toEqual(["animal"]);
});

test("one side's contrast alone gives way to a signed one", () => {
  const { map, missing } = proposeMapping(["cl", "signedContrast", "choice"]);
  expect(map).toEqual({ signed_contrast: "signedContrast", choice: "choice" });
  expect(missing).toEqual([]);
});

test.each(["Response time (s)", "responseTimeS", "RESPONSE_TIME_S", "response time s"])(
  "%s is the response time",
  (column) => {
    expect(proposeMapping([column]).columns).toEqual([
      { field: "response_time_s", column, confidence: "spelling" },
    ]);
  },
);

test("the plural of a word is not its unit in seconds", () => {
  expect(proposeMapping(["choices", "outcomes", "goCues"]).map).toEqual({});
});

test("response times in milliseconds are not taken for seconds", () => {
  expect(proposeMapping(["rt_ms", "response_time_ms"]).map).toEqual({});
});

test("no column of any header serves two fields", () => {
  const { columns } = proposeMapping(["stim", "response", "response", "outcome", "Outcome", ""]);
  expect(new Set(columns.map(({ column }) => column)).size).toBe(columns.length);
});

test("a proposed map is one that the reader takes", async () => {
  const file = givenFile("Mouse;Day;L contrast;R contrast;Response\nA;1;0.5;0;left\n");
  const { map } = proposeMapping(["Mouse", "Day", "L contrast", "R contrast", "Response"]);
  const { rows } = await readWhole(file, { map });
  expect(rows[0]).toMatchObject({ subject: "A", session: 1, contrastLeft: 0.5, choice: "left" });
});

test("every field is known by its camelCase name too", () => {
  const camelCase = (field: string) =>
    field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  for (const field of trialFields) expect(trialFieldNamed(camelCase(field))).toBe(field);
  expect(trialFieldNamed("responseTime")).toBeNull();
});
