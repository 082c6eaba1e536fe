import { expect, test } from "vitest";
import { append } from "../../src/log/append.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { derivation } from "../analyses/derivation.ts";
import { trial, trials } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();

interface Plan {
  readonly analyses: readonly { analysis: string; subjects: string[]; estimatedS: number | null }[];
}

test("a dry run names exactly what a new trial marks, with the time that earlier runs took, and derives nothing", async () => {
  const measures = async () =>
    (await saddlepoint(log.url, "reanalyse", "--dry-run", "--json"))
      .json<Plan>()
      .analyses.find(({ analysis }) => analysis === "session-measures");
  await append(log.pool("ingest"), [...trials("A", 1, 1, 30), ...trials("B", 1, 1, 30)]);
  await catchUp(log.pool("worker"));
  const homes = ["lab/study/A", "lab/study/B"];
  expect(await measures()).toEqual({ analysis: "session-measures", subjects: homes, estimatedS: null });
  const derive = derivation(log.pool("worker"));
  for (const home of homes) await derive.run("session-measures", home);
  await derive.close();
  expect(await measures()).toBeUndefined();
  // Two known durations: their median is by hand.
  await log
    .pool("migrator")
    .query("update derived.run set duration_s = case home when 'lab/study/A' then 2 else 4 end");
  await append(log.pool("ingest"), [trial("B", 1, 31)]);
  expect(await measures()).toEqual({
    analysis: "session-measures",
    subjects: ["lab/study/B"],
    estimatedS: 3,
  });
  const { rows } = await log.pool("reader").query("select count(*)::int as n from derived.run");
  expect(rows).toEqual([{ n: 2 }]);
});

test("a reanalysis that is no dry run is refused as wrong usage", async () => {
  expect((await saddlepoint(log.url, "reanalyse")).code).toBe(2);
});
