import { join } from "node:path";
import { expect, test } from "vitest";
import { cohortAnswer } from "../../src/analyses/cohort.ts";
import { writeTrialCsv } from "../../src/formats/trial-csv/write-trial-csv.ts";
import { importTrialCsv } from "../../src/ingest/import-trial-csv.ts";
import { appendSimulatedMouse, trialRecords } from "../../src/ingest/simulated-trials.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { openDatabase } from "../../src/read/database.ts";
import { fetchTrialInput } from "../../src/read/trial-table.ts";
import { simulateCohort } from "../../src/science/network/simulate-cohort.ts";
import { givenLog } from "../log/given-log.ts";
import { temporaryFolder } from "./given-tables.ts";

const log = givenLog();

test("a simulated mouse arrives as it was simulated, by the log or by a file, labelled all the way to the cohort", async () => {
  const [mouse] = simulateCohort({
    rule: "tutor-executor",
    mice: 1,
    seed: 3,
    sessions: 3,
    trialsPerSession: 900,
    responseTimes: true,
  });
  const provenance = { lab: "lab", actor: "tester" };
  const appended = await appendSimulatedMouse(log.pool("ingest"), mouse, {
    ...provenance,
    project: "direct",
  });
  expect(appended.appended).toBe(2 + 1 + 3 + 2_700);
  expect(
    await appendSimulatedMouse(log.pool("ingest"), mouse, { ...provenance, project: "direct" }),
  ).toMatchObject({ appended: 0, alreadyThere: 2_706 });

  const file = join(temporaryFolder(), `${mouse.subject}.csv.gz`);
  await writeTrialCsv(file, trialRecords(mouse.subject, mouse.trials), {
    optionalColumns: ["outcome"],
    simulated: true,
  });
  const imported = await importTrialCsv(log.pool("ingest"), file, { ...provenance, project: "by-file" });
  expect(imported).toMatchObject({ simulated: true, appended: 2_705 });

  await catchUp(log.pool("worker"));
  const db = openDatabase(log.pool("worker"));
  for (const project of ["direct", "by-file"]) {
    const input = await fetchTrialInput(db, `lab/${project}/SIM001`);
    expect(input?.trials).toEqual(mouse.trials);
    const cohort = await cohortAnswer(db, { project });
    expect(cohort.simulated).toBe(true);
    expect(cohort.members).toMatchObject([{ subject: "SIM001", simulated: true, nSessions: 3 }]);
    expect(cohort.excluded).toMatchObject([{ subject: `lab/${project}/SIM001`, code: "NOT_DERIVED" }]);
  }
});
