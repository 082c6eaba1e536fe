import fc from "fast-check";
import type { TrialChoice, TrialOutcome, TrialRecord } from "../../../src/formats/trial-csv/trial-row.ts";

/** Names as labs give them, and names with every character that CSV treats specially. */
const label = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 12 }),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
    fc.constantFrom('a"b', "a,b", "a;b", '"', ",", "'", "=1+1", "Mäuschen 7", "0", "-1"),
  )
  .map((text) =>
    text
      .normalize()
      .replace(/\p{Cc}/gu, "")
      .trim(),
  )
  .filter((text) => text !== "" && !/^(?:na|n\/a|nan|null|none)$/i.test(text));

// The sign of −0 is dropped on purpose; adding 0 drops it here.
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const trialContent = fc
  .record({
    signedContrast: fc.oneof(
      fc.constantFrom(-0.5, -0.25, 0, 0.25, 0.5),
      fc.double({ min: -1, max: 1, noNaN: true }),
    ),
    choice: fc.constantFrom<TrialChoice>("left", "right", "no-go"),
    zeroOutcome: fc.constantFrom<TrialOutcome>("correct", "incorrect"),
    outcomeKnown: fc.boolean(),
    responseTimeS: orNull(fc.double({ min: Number.MIN_VALUE, max: 1e6, noNaN: true })),
    rewardVolumeUl: orNull(fc.double({ min: 0, max: 1e3, noNaN: true }).map((value) => value + 0)),
    repeatNumber: orNull(fc.nat({ max: 2_147_483_647 })),
    block: orNull(label),
    goCueS: orNull(finite),
    eventTimes: fc.array(finite, { minLength: 3, maxLength: 3 }),
    eventKnown: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    trialGap: fc.integer({ min: 1, max: 5 }),
  })
  .map((drawn) => {
    const { choice } = drawn;
    const c = drawn.signedContrast + 0;
    const earned: TrialOutcome = choice === (c > 0 ? "right" : "left") ? "correct" : "incorrect";
    const times = [...drawn.eventTimes].sort((a, b) => a - b);
    const event = (i: number) => (drawn.eventKnown[i] ? times[i] : null);
    return {
      gap: drawn.trialGap,
      contrastLeft: Math.max(-c, 0),
      contrastRight: Math.max(c, 0),
      choice,
      responseTimeS: drawn.responseTimeS,
      outcome: drawn.outcomeKnown ? (c === 0 ? drawn.zeroOutcome : earned) : null,
      rewardVolumeUl: drawn.rewardVolumeUl,
      repeatNumber: drawn.repeatNumber,
      block: drawn.block,
      stimulusOnS: event(0),
      goCueS: drawn.goCueS,
      choiceS: event(1),
      outcomeS: event(2),
    };
  });

const session = fc.record({
  gap: fc.integer({ min: 1, max: 3 }),
  trials: fc.array(trialContent, { minLength: 1, maxLength: 8 }),
});

const subject = fc.record({
  name: label,
  sessionsKnown: fc.boolean(),
  sessions: fc.array(session, { minLength: 1, maxLength: 3 }),
});

/** The trials of up to three subjects, in order, with all that a table can say of them. */
export const trialRecords: fc.Arbitrary<readonly TrialRecord[]> = fc
  .uniqueArray(subject, { minLength: 1, maxLength: 3, selector: ({ name }) => name })
  .map((subjects) =>
    subjects.flatMap(({ name, sessionsKnown, sessions }) => {
      let number = 0;
      let trial = 0;
      return sessions.flatMap(({ gap, trials }) => {
        number += gap;
        if (sessionsKnown) trial = 0;
        return trials.map(({ gap: trialGap, ...content }): TrialRecord => {
          trial += trialGap;
          return { subject: name, session: sessionsKnown ? number : null, trial, ...content };
        });
      });
    }),
  );
