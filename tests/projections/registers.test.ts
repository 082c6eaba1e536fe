import { describe, expect, test } from "vitest";
import {
  labRegistered,
  projectRegistered,
  sessionStarted,
  subjectRegistered,
  trial,
} from "../events/given-events.ts";
import { givenProjections } from "./given-projections.ts";

const { given, when, rows } = givenProjections();

describe("what was registered last holds, and what held before keeps its stretch of the log", () => {
  test("lab", async () => {
    const at = { lab: "twice" };
    const [first] = await given(labRegistered({ name: "Old name" }, at));
    const [second] = await when(labRegistered({}, at));
    expect(await rows("lab", "twice", "name")).toEqual([
      { name: "Old name", from: first, to: second },
      { name: null, from: second, to: null },
    ]);
  });

  test("project", async () => {
    const at = { project: "twice" };
    const [first] = await given(projectRegistered({ title: "Pilot" }, at));
    const [second] = await when(projectRegistered({ title: "The study" }, at));
    expect(await rows("project", "lab/twice", "title")).toEqual([
      { title: "Pilot", from: first, to: second },
      { title: "The study", from: second, to: null },
    ]);
  });

  test("subject, with every field; what the second leaves out is unknown again", async () => {
    const [first] = await given(
      subjectRegistered("A", {
        species: "Mus musculus",
        strain: "C57BL/6J",
        sex: "female",
        genotype: "Drd1-Cre",
        birthDate: "2024-02-29",
        nonDecisionTimeS: 0.13975962312993034,
        simulated: true,
      }),
    );
    const [second] = await when(subjectRegistered("A", { sex: "male" }));
    const columns =
      "lab, project, subject, species, strain, sex, genotype, birth_date, non_decision_time_s, simulated";
    const address = { lab: "lab", project: "study", subject: "A" };
    expect(await rows("subject", "lab/study/A", columns)).toEqual([
      {
        ...address,
        species: "Mus musculus",
        strain: "C57BL/6J",
        sex: "female",
        genotype: "Drd1-Cre",
        birth_date: "2024-02-29",
        non_decision_time_s: 0.13975962312993034,
        simulated: true,
        from: first,
        to: second,
      },
      {
        ...address,
        species: null,
        strain: null,
        sex: "male",
        genotype: null,
        birth_date: null,
        non_decision_time_s: null,
        simulated: false,
        from: second,
        to: null,
      },
    ]);
  });

  test("three times in one batch", async () => {
    const [a, b, c] = await when(
      subjectRegistered("B", { sex: "female" }),
      subjectRegistered("B", { sex: "male" }),
      subjectRegistered("B", { sex: "unknown" }),
    );
    expect(await rows("subject", "lab/study/B", "sex")).toEqual([
      { sex: "female", from: a, to: b },
      { sex: "male", from: b, to: c },
      { sex: "unknown", from: c, to: null },
    ]);
  });

  test("session", async () => {
    const [first] = await given(sessionStarted("C", 2, { rig: "box 1", boundariesKnown: false }));
    const [second] = await when(
      sessionStarted("C", 2, { startedAt: "2026-03-01T09:30:00.000001+01:00", taskVersion: "7" }),
    );
    const columns = `session, rig, task_version, boundaries_known,
      to_char(started_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as started`;
    expect(await rows("session", "lab/study/C", columns)).toEqual([
      {
        session: 2,
        rig: "box 1",
        task_version: null,
        boundaries_known: false,
        started: null,
        from: first,
        to: second,
      },
      {
        session: 2,
        rig: null,
        task_version: "7",
        boundaries_known: true,
        started: "2026-03-01 08:30:00.000001",
        from: second,
        to: null,
      },
    ]);
  });
});

describe("what nobody announced exists from its first event on", () => {
  test("a rig sends a trial of an unknown subject", async () => {
    const [position] = await when(trial("D", 3, 1));
    expect(await rows("subject", "lab/study/D", "lab, project, subject, simulated")).toEqual([
      { lab: "lab", project: "study", subject: "D", simulated: false, from: position, to: null },
    ]);
    expect(await rows("session", "lab/study/D", "session, boundaries_known, started_at")).toEqual([
      { session: 3, boundaries_known: true, started_at: null, from: position, to: null },
    ]);
  });

  test.each(["in one batch", "in batches of their own"])(
    "the announcements come after the trials, %s",
    async (how) => {
      const name = `E${how.length}`;
      const events = [
        trial(name, 1, 1),
        trial(name, 1, 2),
        sessionStarted(name, 1, { boundariesKnown: false, rig: "late" }),
        trial(name, 1, 3),
        subjectRegistered(name, { simulated: true }),
      ];
      const positions: number[] = [];
      if (how === "in one batch") positions.push(...(await when(...events)));
      else for (const event of events) positions.push(...(await when(event)));
      expect(await rows("subject", `lab/study/${name}`, "simulated")).toEqual([
        { simulated: false, from: positions[0], to: positions[4] },
        { simulated: true, from: positions[4], to: null },
      ]);
      expect(await rows("session", `lab/study/${name}`, "boundaries_known, rig")).toEqual([
        { boundaries_known: true, rig: null, from: positions[0], to: positions[2] },
        { boundaries_known: false, rig: "late", from: positions[2], to: null },
      ]);
      expect(await rows("trial", `lab/study/${name}`, "trial")).toEqual([
        { trial: 1, from: positions[0], to: null },
        { trial: 2, from: positions[1], to: null },
        { trial: 3, from: positions[3], to: null },
      ]);
    },
  );

  test("a session of an unknown subject", async () => {
    const [position] = await when(sessionStarted("F", 1));
    expect(await rows("subject", "lab/study/F", "subject")).toEqual([
      { subject: "F", from: position, to: null },
    ]);
  });

  test("names that share a beginning are kept apart", async () => {
    await given(
      trial("G", 1, 1),
      trial("G1", 1, 1),
      trial("G", 11, 1),
      trial("G", 1, 1, {}, { project: "study2", sourceEventId: "study2" }),
    );
    expect(await rows("session", "lab/study/G", "session")).toMatchObject([{ session: 1 }, { session: 11 }]);
    expect(await rows("session", "lab/study/G1", "session")).toMatchObject([{ session: 1 }]);
    expect(await rows("session", "lab/study2/G", "session")).toMatchObject([{ session: 1 }]);
  });
});
