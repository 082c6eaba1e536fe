import { expect, test } from "vitest";
import { fitRandomWalk } from "../../src/science/random-walk/fit.ts";
import { sessionMeasures } from "../../src/science/session-measures.ts";
import { cohortStatistics } from "../../src/science/statistics/cohort.ts";
import { subjectStrategies } from "../../src/science/strategies/subject-strategies.ts";
import { dapNames, dapTrials } from "../science/dap-mice.ts";
import { hasShared } from "../shared-data.ts";

const full = process.env.TEST_FULL === "1";

/** Of the real mice, all with TEST_FULL=1, else four of the shortest. */
function realMice() {
  const names = full ? dapNames() : ["DAP014", "DAP027", "DAP037", "DAP060"];
  return names.map((subject) => {
    const trials = dapTrials(subject);
    const measures = sessionMeasures(trials);
    return { subject, measures, ...subjectStrategies(trials, fitRandomWalk(trials), {}, measures) };
  });
}

test.skipIf(!hasShared)(
  "a real mouse's late strategy is the association that its late sessions show, by slopes that know no model",
  () => {
    for (const { subject, earlyLate, lateStrategy } of realMice()) {
      const late = earlyLate.late;
      const difference = (late?.rightSlope ?? 0) - (late?.leftSlope ?? 0);
      if (Math.abs(difference) < 0.4) continue;
      expect([subject, lateStrategy]).toEqual([
        subject,
        difference > 0 ? "RIGHT_ASSOCIATING" : "LEFT_ASSOCIATING",
      ]);
    }
  },
  120_000,
);

test.skipIf(!hasShared || !full)(
  "early strategy tells late strategy in the 20 real mice, as the paper finds (TEST_FULL=1)",
  () => {
    const subjects = realMice().map(({ earlyStrategy, lateStrategy, ...mouse }) => ({
      ...mouse,
      labels: { early: earlyStrategy, late: lateStrategy },
    }));
    const { earlyLateTable } = cohortStatistics(subjects, { seed: 1 });
    expect(earlyLateTable.n).toBe(20);
    expect(earlyLateTable.p).toBeLessThan(0.01);
    const sameSide = earlyLateTable.cells.find(
      ({ row, column }) => row === "RIGHT_BIASED" && column === "RIGHT_ASSOCIATING",
    );
    expect(sameSide?.ofRow.proportion).toBeGreaterThan(0.5);
  },
  120_000,
);
