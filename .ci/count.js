// Prints what the suites of a run came to, as its last line. The folder named on the command line holds <suite>.json
// by vitest, <suite>.status with vitest's exit code, and skipped.json where a suite was only collected.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [, , folder] = process.argv;
const suites = readdirSync(folder)
  .filter((name) => name.endsWith(".status"))
  .map((name) => countOf(name.replace(/\.status$/, "")));
const skipped = read("skipped")?.numTotalTests ?? 0;

const total = suites.reduce(
  (sum, one) => ({
    passed: sum.passed + one.passed,
    failed: sum.failed + one.failed,
    skipped: sum.skipped + one.skipped,
  }),
  { passed: 0, failed: 0, skipped },
);
const counts = [`${total.passed} passed`, `${total.failed} failed`];
if (total.skipped > 0) counts.push(`${total.skipped} skipped`);
console.log(`\n${counts.join(", ")}`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

function countOf(suite) {
  const status = Number(readFileSync(join(folder, `${suite}.status`), "utf8"));
  const report = read(suite);
  const passed = report?.numPassedTests ?? 0;
  // A file that does not even load has no tests that could fail.
  const broken = (report?.testResults ?? []).filter(
    (file) => file.status === "failed" && !file.assertionResults.some(isFailed),
  );
  const failed = (report?.numFailedTests ?? 0) + broken.length;
  const skippedHere = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  // Errors outside any test, a suite cut off by its time limit, one that wrote no report.
  const isUnexplained = failed === 0 && status !== 0;
  return { passed, failed: isUnexplained ? 1 : failed, skipped: skippedHere };
}

function isFailed(test) {
  return test.status === "failed";
}

function read(suite) {
  const file = join(folder, `${suite}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
