import { expect, test } from "vitest";
import { chooseTraces, type TraceGroup } from "../../../src/science/dopamine/choose-traces.ts";

const grid = { sampleRateHz: 40, offsetS: -1, nSamples: 120 };

function group(session: number, processing: string, change: Partial<TraceGroup> = {}): TraceGroup {
  return {
    ...{ session, processing, alignment: "stimulus", units: "z", channels: "signal", n: 100, ...grid },
    preprocessing: `${processing}-${session}`,
    ...change,
  };
}

const namesOf = (groups: readonly TraceGroup[], alignment: TraceGroup["alignment"] = "stimulus") =>
  Object.fromEntries(chooseTraces(groups).get(alignment)?.preprocessings ?? []);

test("one processing is chosen for all sessions, the one of most traces; who has another only keeps it", () => {
  const groups = [1, 2, 3].flatMap((session) => [group(session, "a", { n: 50 }), group(session, "b")]);
  expect(namesOf(groups)).toEqual({ 1: ["b-1"], 2: ["b-2"], 3: ["b-3"] });
  expect(namesOf([...groups, group(4, "a")])).toEqual({ 1: ["b-1"], 2: ["b-2"], 3: ["b-3"], 4: ["a-4"] });
});

test("ties go by the text, whichever came first, and so do the channels", () => {
  const tied = [group(1, "b"), group(1, "a"), group(2, "b"), group(2, "a")];
  expect(namesOf(tied)).toEqual({ 1: ["a-1"], 2: ["a-2"] });
  expect(namesOf(tied.toReversed())).toEqual({ 1: ["a-1"], 2: ["a-2"] });
  const controls = [
    group(1, "a", { channels: "y", preprocessing: "1" }),
    group(1, "a", { channels: "x", preprocessing: "2" }),
  ];
  expect(namesOf(controls)).toEqual({ 1: ["2"] });
  expect(namesOf(controls.toReversed())).toEqual({ 1: ["2"] });
});

test("two recordings of one session that were processed alike stand together", () => {
  expect(namesOf([group(1, "a", { preprocessing: "z" }), group(1, "a", { preprocessing: "b" })])).toEqual({
    1: ["b", "z"],
  });
});

test("units are the same around every event, the grid is that of most around each", () => {
  const groups = [
    group(1, "a"),
    group(2, "a", { nSamples: 80, n: 101 }),
    group(3, "a"),
    group(1, "a", { alignment: "outcome", nSamples: 60 }),
    group(1, "raw", { units: "V", alignment: "outcome", n: 350 }),
    group(2, "raw", { units: "V" }),
  ];
  const chosen = chooseTraces(groups);
  expect(chosen.get("outcome")).toEqual({
    units: "V",
    grid,
    preprocessings: new Map([[1, ["raw-1"]]]),
  });
  expect(chosen.get("stimulus")?.preprocessings).toEqual(new Map([[2, ["raw-2"]]]));
  const scored = chooseTraces(groups.filter(({ units }) => units === "z"));
  expect(scored.get("outcome")?.grid.nSamples).toBe(60);
  expect(scored.get("stimulus")?.grid.nSamples).toBe(120);
  expect([...(scored.get("stimulus")?.preprocessings.keys() ?? [])]).toEqual([1, 3]);
});

test("of nothing nothing is chosen", () => {
  expect(chooseTraces([]).size).toBe(0);
});
