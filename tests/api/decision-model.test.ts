import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiUnderTest, startApiUnderTest } from "./api-under-test.ts";
import { data, errorCode } from "./client.ts";
import { fit } from "./cohort-fixture.ts";

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApiUnderTest();
});

afterAll(() => api?.stop());

const ofMouse = (selection: string) =>
  `{ subject(id: "north/learning/m01") { decisionModel { ${selection} } } }`;

test("a subject's decision model says what was fitted, how well, and by which run", async () => {
  const { subject } = await data(
    api.url,
    ofMouse(`model rule paramNames nTrials nSessions maxContrast hyperparameters { sigma sigmaDay sigmaInit } atBound
      logLikelihood logPrior logPosterior logEvidence converged iterations run { analysis parameters }`),
  );
  const { model, rule, paramNames, nTrials, nSessions, maxContrast, sigma, sigmaDay, sigmaInit } = fit;
  const { atBound, logLikelihood, logPrior, logEvidence, converged, iterations } = fit;
  expect(subject.decisionModel).toEqual({
    ...{ model, rule, paramNames, nTrials, nSessions, maxContrast, atBound },
    hyperparameters: { sigma, sigmaDay, sigmaInit },
    ...{
      logLikelihood,
      logPrior,
      logPosterior: logLikelihood + logPrior,
      logEvidence,
      converged,
      iterations,
    },
    run: { analysis: "decision-model", parameters: { minTrials: 70 } },
  });
});

test("a trajectory has the number of points asked for, and the extreme trial among them", async () => {
  const { subject } = await data(api.url, ofMouse("trajectory(points: 8) { index session trial weight sd }"));
  const { index, session, trial, weight, sd } = subject.decisionModel.trajectory;
  expect(index).toHaveLength(8);
  expect([index[0], index.at(-1)]).toEqual([0, 39]);
  const at = index.indexOf(17);
  expect({ session: session[at], trial: trial[at], weight: weight[at], sd: sd[at] }).toEqual({
    session: 5,
    trial: 2,
    weight: [4, 1, 2],
    sd: [0.5, 0.5, 0.5],
  });
  expect(sd[0]).toEqual([null, 0.5, 0.5]);
});

test("the full trajectory is every trial with a choice, as it was stored", async () => {
  const columns = "index session trial weight sd";
  const { subject } = await data(
    api.url,
    ofMouse(`fullTrajectory { ${columns} } trajectory(points: 1000) { ${columns} }`),
  );
  const { fullTrajectory, trajectory } = subject.decisionModel;
  expect(fullTrajectory.weight.flat()).toEqual([...fit.weight]);
  expect(fullTrajectory.session).toEqual([...fit.session]);
  expect(fullTrajectory.trial).toEqual([...fit.trial]);
  expect(fullTrajectory.index).toEqual(Array.from({ length: 40 }, (_, t) => t));
  // There are no more trials than points.
  expect(trajectory).toEqual(fullTrajectory);
});

test("a number of points that cannot hold the extremes, or is too large, is refused with what to do", async () => {
  for (const points of [7, 1001, -1]) {
    expect(await errorCode(api.url, ofMouse(`trajectory(points: ${points}) { index }`))).toBe(
      "INVALID_POINTS",
    );
  }
});

test("trajectories are read only where they are asked for, and for many subjects by one statement", async () => {
  const statementsFor = async (selection: string) => {
    api.statements.length = 0;
    const query = `{ subjects(filter: { lab: "north" }) { nodes { decisionModel { ${selection} } } } }`;
    const { subjects } = await data(api.url, query);
    expect(subjects.nodes).toHaveLength(10);
    return api.statements.filter((text) => text.includes("decision_model_fit"));
  };
  const summary = await statementsFor("logEvidence");
  expect(summary).toHaveLength(1);
  expect(summary[0]).not.toContain("weight");
  expect(await statementsFor("logEvidence trajectory(points: 20) { weight }")).toHaveLength(2);
});

test("a subject without a fit has no decision model, and no error", async () => {
  const { subject } = await data(
    api.url,
    '{ subject(id: "south/pilot/s01") { decisionModel { model } trajectoryClass early { bias } transitions { to } } }',
  );
  expect(subject).toEqual({ decisionModel: null, trajectoryClass: null, early: null, transitions: null });
});
