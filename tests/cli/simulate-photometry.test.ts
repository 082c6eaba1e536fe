import { expect, test } from "vitest";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();
const run = (...more: readonly string[]) =>
  saddlepoint(
    log.url,
    "simulate",
    "--mice",
    "1",
    "--sessions",
    "4",
    "--trials",
    "30",
    "--append",
    "--json",
    ...more,
  );

test("photometry of both hemispheres and stimulation, labelled simulated; the same again adds nothing", async () => {
  const args = ["--photometry", "--stimulation", "--project", "lit"];
  const first = await run(...args);
  expect(first.code).toBe(0);
  expect((await run(...args)).json()).toMatchObject({ simulated: true, appended: 0 });
  const { rows } = await log.pool("reader").query(
    `select site, alignment, count(*)::int as n, bool_and(trial is not null) as tied, min(length(samples)) / 4 as samples
     from projection.snippet where home = 'simulated/lit/SIM001' group by 1, 2 order by 1, 2`,
  );
  const each = { n: 120, tied: true, samples: 31 };
  expect(rows).toEqual([
    { site: "DLS-left", alignment: "outcome", ...each },
    { site: "DLS-left", alignment: "stimulus", ...each },
    { site: "DLS-right", alignment: "outcome", ...each },
    { site: "DLS-right", alignment: "stimulus", ...each },
  ]);
  const steps = await log.pool("reader").query("select steps from projection.preprocessing limit 1");
  expect(steps.rows[0].steps[0]).toMatchObject({
    step: "simulation",
    parameters: { simulated: true, dopamine: "partial" },
  });
  const light = await log.pool("reader").query(
    `select count(*)::int as n, min(s.session) as first, bool_and(t.trial is not null) as tied
     from projection.stimulation s
     left join projection.trial t on t.home = s.home and t.session = s.session and t.trial = s.trial`,
  );
  expect(light.rows[0]).toMatchObject({ first: 3, tied: true });
  expect(light.rows[0].n).toBeGreaterThan(3);
  const blocked = await log.pool("reader").query("select count(*)::int as n from projection.blocked_stream");
  expect(blocked.rows[0].n).toBe(0);
});

test("after reward the outcome response is larger than after none; where dopamine carries nothing, it is not", async () => {
  const difference = async (project: string) => {
    const { rows } = await log.pool("reader").query<{ outcome: number; samples: Buffer }>(
      `select t.outcome, s.samples from projection.snippet s
       join projection.trial t on t.home = s.home and t.session = s.session and t.trial = s.trial
       where s.home = $1 and s.alignment = 'outcome'`,
      [`simulated/${project}/SIM001`],
    );
    // 0.2 to 0.6 s after the outcome, against 0.2 s before it (SCIENCE §5).
    const response = ({ samples }: { samples: Buffer }) => {
      const mean = (from: number, to: number) => {
        let sum = 0;
        for (let k = from; k <= to; k++) sum += samples.readFloatLE(4 * k);
        return sum / (to - from + 1);
      };
      return mean(14, 22) - mean(6, 10);
    };
    const mean = (outcome: number) => {
      const some = rows.filter((row) => row.outcome === outcome).map(response);
      return some.reduce((sum, value) => sum + value, 0) / some.length;
    };
    return mean(1) - mean(0);
  };
  expect((await run("--photometry", "none", "--project", "dark")).code).toBe(0);
  expect(await difference("lit")).toBeGreaterThan(1);
  expect(Math.abs(await difference("dark"))).toBeLessThan(0.4);
});
