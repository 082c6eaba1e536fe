import { describe, expect, test } from "vitest";
import { append } from "../../src/log/append.ts";
import { failureOf } from "../events/failure-of.ts";
import { labRegistered, sessionStarted, subjectRegistered, trial, trials } from "../events/given-events.ts";
import { givenLog, headOf, loggedRows } from "./given-log.ts";

const log = givenLog();
const ingest = () => log.pool("ingest");

test("positions are dense, in the order given, from 1 in an empty log", async () => {
  expect(await append(ingest(), [])).toEqual([]);
  expect(await headOf(ingest())).toBe(0);
  const first = await append(ingest(), [
    labRegistered(),
    subjectRegistered("A"),
    sessionStarted("A", 1),
    ...trials("A", 1, 1, 3),
  ]);
  expect(first).toEqual([1, 2, 3, 4, 5, 6].map((position) => ({ position, alreadyThere: false })));
  const second = await append(ingest(), trials("A", 1, 4, 5));
  expect(second.map((result) => result.position)).toEqual([7, 8]);
  expect((await loggedRows(ingest())).map((row) => row.position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test("an event is stored as it was handed in, addressed by lab, project, subject and session", async () => {
  const event = trial(
    "stored",
    3,
    12,
    { contrastLeft: -0, contrastRight: 0.1, block: "Ünï “quoted” \\ 🐭", responseTimeS: 5e-324 },
    { occurredAt: "2026-03-01T10:30:00.000001+01:00", actor: "Åsa", sourceEventId: 'x,"{}\\' },
  );
  await append(ingest(), [event]);
  expect(await loggedRows(ingest(), "lab/study/stored")).toMatchObject([
    {
      stream: "lab/study/stored/3",
      stream_version: 1,
      type: "TrialRecorded",
      schema_version: 1,
      occurred: "2026-03-01T09:30:00.000001Z",
      actor: expect.stringMatching(/^staff-[a-z0-9]{10}$/),
      source: "rig",
      source_event_id: 'x,"{}\\',
      payload: {
        trial: 12,
        contrastLeft: 0,
        contrastRight: 0.1,
        choice: "right",
        block: "Ünï “quoted” \\ 🐭",
        responseTimeS: 5e-324,
      },
      samples: null,
    },
  ]);
});

test("each stream has versions of its own, dense from 1", async () => {
  await append(ingest(), [...trials("V", 1, 1, 2), ...trials("V", 2, 1, 2), ...trials("V", 1, 3, 4)]);
  const rows = await loggedRows(ingest(), "lab/study/V");
  expect(rows.map((row) => [row.stream.split("/")[3], row.stream_version])).toEqual([
    ["1", 1],
    ["1", 2],
    ["2", 1],
    ["2", 2],
    ["1", 3],
    ["1", 4],
  ]);
});

describe("idempotency", () => {
  test("a rig that resends its day gets the original positions back and adds nothing", async () => {
    const day = [sessionStarted("I", 1), ...trials("I", 1, 1, 20)];
    const first = await append(ingest(), day);
    await append(ingest(), trials("other", 1, 1, 3));
    const head = await headOf(ingest());
    expect(await append(ingest(), day)).toEqual(
      first.map(({ position }) => ({ position, alreadyThere: true })),
    );
    expect(await headOf(ingest())).toBe(head);
  });

  test("what is new among what is known is appended, and the results keep the order given", async () => {
    const [known] = await append(ingest(), [trial("J", 1, 1)]);
    const head = await headOf(ingest());
    expect(await append(ingest(), [trial("J", 1, 2), trial("J", 1, 1), trial("J", 1, 3)])).toEqual([
      { position: head + 1, alreadyThere: false },
      { position: known.position, alreadyThere: true },
      { position: head + 2, alreadyThere: false },
    ]);
  });

  test("the same event written otherwise is the same: −0, another offset, another actor", async () => {
    const [first] = await append(ingest(), [
      trial("K", 1, 1, { contrastLeft: 0 }, { occurredAt: "2026-03-01T09:30:00Z" }),
    ]);
    const again = trial(
      "K",
      1,
      1,
      { contrastLeft: -0 },
      { occurredAt: "2026-03-01T10:30:00.000+01:00", actor: "someone else" },
    );
    expect(await append(ingest(), [again])).toEqual([{ position: first.position, alreadyThere: true }]);
  });

  test("the same id of another lab or source is another event", async () => {
    const results = await append(ingest(), [
      trial("L", 1, 1),
      trial("L", 1, 2, {}, { sourceEventId: "trial:L/1/1", source: "other rig" }),
      trial("L", 1, 1, {}, { lab: "other-lab" }),
    ]);
    expect(results.every((result) => !result.alreadyThere)).toBe(true);
  });

  test("a known id with another content is an error that says what differs, and nothing is kept", async () => {
    const [before] = await append(ingest(), [trial("M", 1, 1, { responseTimeS: 0.5 })]);
    const head = await headOf(ingest());
    const error = await failureOf(
      append(ingest(), [trial("M", 1, 2), trial("M", 1, 1, { choice: "left", contrastRight: 0.25 })], {
        placeOf: (i) => ({ file: "day.csv", line: i + 2 }),
      }),
    );
    expect(error.code).toBe("EVENT_CONTENT_CONFLICT");
    expect(error.message).toContain(`position ${before.position}`);
    expect(error.message).toContain('payload.choice: "right" in the log, "left" given');
    expect(error.message).toContain("payload.contrastRight: 0.5 in the log, 0.25 given");
    expect(error.message).toContain("payload.responseTimeS: 0.5 in the log, nothing given");
    expect(error.place).toMatchObject({
      file: "day.csv",
      line: 3,
      field: expect.stringContaining("payload."),
    });
    expect(await headOf(ingest())).toBe(head);
  });

  test("a known id in another session, or at another time, is a conflict too", async () => {
    await append(ingest(), [trial("N", 1, 1)]);
    const moved = await failureOf(append(ingest(), [trial("N", 2, 1, {}, { sourceEventId: "trial:N/1/1" })]));
    expect(moved.code).toBe("EVENT_CONTENT_CONFLICT");
    expect(moved.message).toContain('stream: "lab/study/N/1" in the log, "lab/study/N/2" given');
    const later = await failureOf(
      append(ingest(), [trial("N", 1, 1, {}, { occurredAt: "2026-01-01T00:00:00Z" })]),
    );
    expect(later.code).toBe("EVENT_CONTENT_CONFLICT");
    expect(later.place.field).toBe("occurredAt");
  });

  test("twins in a batch are one event; twins that differ are refused", async () => {
    const head = await headOf(ingest());
    expect(await append(ingest(), [trial("O", 1, 1), trial("O", 1, 2), trial("O", 1, 1)])).toEqual([
      { position: head + 1, alreadyThere: false },
      { position: head + 2, alreadyThere: false },
      { position: head + 1, alreadyThere: true },
    ]);
    const error = await failureOf(append(ingest(), [trial("O", 1, 3), trial("O", 1, 3, { choice: "left" })]));
    expect(error.code).toBe("DUPLICATE_IN_BATCH");
    expect(error.place).toMatchObject({ field: "sourceEventId", value: "trial:O/1/3" });
    expect(await headOf(ingest())).toBe(head + 2);
  });
});

describe("expected versions", () => {
  test("a stream at its expected version takes the events; one that moved on refuses them all", async () => {
    const stream = "lab/study/Q/1";
    await append(ingest(), trials("Q", 1, 1, 2), { expectedVersions: { [stream]: 0 } });
    await append(ingest(), [trial("Q", 1, 3)], { expectedVersions: { [stream]: 2 } });
    const head = await headOf(ingest());
    const error = await failureOf(
      append(ingest(), [trial("R", 1, 1), trial("Q", 1, 4)], { expectedVersions: { [stream]: 2 } }),
    );
    expect(error.code).toBe("STREAM_VERSION_CONFLICT");
    expect(error.message).toContain("at version 3, not 2");
    expect(await headOf(ingest())).toBe(head);
  });

  test("a resend of what is there succeeds although the stream has moved on", async () => {
    const [first] = await append(ingest(), [trial("S", 1, 1)], { expectedVersions: { "lab/study/S/1": 0 } });
    await append(ingest(), [trial("S", 1, 2)]);
    expect(await append(ingest(), [trial("S", 1, 1)], { expectedVersions: { "lab/study/S/1": 0 } })).toEqual([
      { position: first.position, alreadyThere: true },
    ]);
  });

  test("of many who append at the same expected version, one wins", async () => {
    const pool = log.pool("ingest", 8);
    const ends = await Promise.allSettled(
      Array.from({ length: 8 }, (_, k) =>
        append(pool, [trial("T", 1, k + 1)], { expectedVersions: { "lab/study/T/1": 0 } }),
      ),
    );
    expect(ends.filter((end) => end.status === "fulfilled")).toHaveLength(1);
    for (const end of ends) {
      if (end.status === "rejected") expect(end.reason).toMatchObject({ code: "STREAM_VERSION_CONFLICT" });
    }
  });
});

test("a batch with one wrong event leaves nothing of the others", async () => {
  const head = await headOf(ingest());
  const wrong = trial("U", 1, 3, { contrastRight: 50 });
  const error = await failureOf(
    append(ingest(), [...trials("U", 1, 1, 2), wrong], { placeOf: (i) => ({ line: i }) }),
  );
  expect(error).toMatchObject({ code: "INVALID_EVENT", place: { line: 2, field: "payload.contrastRight" } });
  expect(await headOf(ingest())).toBe(head);
  expect(await loggedRows(ingest(), "lab/study/U")).toEqual([]);
});

test("recorded-at never decreases with position, even where the clock is set back", async () => {
  await append(ingest(), [trial("W", 1, 1)]);
  const ahead = new Date(Date.now() + 3_600_000);
  await log.pool("migrator").query("update log.head set recorded_at = $1", [ahead]);
  await append(ingest(), [trial("W", 1, 2)]);
  const rows = await loggedRows(ingest());
  for (let i = 1; i < rows.length; i++) {
    expect(rows[i].recorded_at.getTime()).toBeGreaterThanOrEqual(rows[i - 1].recorded_at.getTime());
  }
  expect(rows.at(-1)?.recorded_at).toEqual(ahead);
});
