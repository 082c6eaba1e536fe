import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiUnderTest, startApiUnderTest } from "./api-under-test.ts";
import { data } from "./client.ts";

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApiUnderTest();
});

afterAll(() => api?.stop());

const everythingOfSubjects = `query ($first: Int!) {
  subjects(first: $first) {
    totalCount
    nodes {
      id earlyStrategy lateStrategy strategyExclusion { code }
      runs { id }
      segments { nodes { strategy run { id } } }
      sessions { nodes {
        number nTrials
        measures { bias run { id parameters } }
        trials(first: 3) { totalCount nodes { number } pageInfo { hasNextPage } }
        others: trials(first: 2) { edges { cursor } }
      } }
    }
  }
}`;

test("a nested query costs as many statements for many subjects as for one", async () => {
  const statementsFor = async (first: number) => {
    api.statements.length = 0;
    const { subjects } = await data(api.url, everythingOfSubjects, { first });
    expect(subjects.nodes).toHaveLength(first);
    return api.statements.length;
  };
  const one = await statementsFor(1);
  expect(await statementsFor(10)).toBe(one);
  // Page, total, strategies, segments, newest runs, runs of results (two levels deep), sessions, trial counts,
  // measures and pages of trials.
  expect(one).toBeLessThanOrEqual(12);
});

test("subjects that a cohort leaves out are read by one statement", async () => {
  api.statements.length = 0;
  await data(api.url, '{ cohort(filter: { lab: "south" }) { excluded { subject { id species } } } }');
  // The members, their measures and segments, and the subjects left out.
  expect(api.statements.length).toBeLessThanOrEqual(4);
});
