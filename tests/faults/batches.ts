import type { NewEvent } from "../../src/events/new-event.ts";
import { seededRandom } from "../../src/science/random.ts";
import { sessionStarted, trial } from "../events/given-events.ts";

const BATCHES_A_SUBJECT = 120;
const BATCHES_TO_A_BULK = 60;

/** One batch of a writer that may be killed: always the same for its name and number, so that it can be sent again. */
export interface Batch {
  readonly number: number;
  readonly isBulk: boolean;
  readonly events: readonly NewEvent[];
}

/**
 * Batch `number` of the writer `name`: a few trials, now and then with a correction of an earlier one, sometimes some
 * hundreds in bulk; a subject of its own for some time, and a stream that all writers share.
 */
export function batchOf(name: string, number: number): Batch {
  const random = seededRandom(number).child(name.length * 1_000 + name.charCodeAt(name.length - 1));
  const subject = `${name}-${Math.floor(number / BATCHES_A_SUBJECT)}`;
  const session = 1 + (Math.floor(number / 20) % 3);
  const isBulk = number % BATCHES_TO_A_BULK === BATCHES_TO_A_BULK - 1;
  const size = isBulk ? 510 + random.integer(90) : 1 + random.integer(3);
  // Trial numbers leave room for the largest batch, so that none stands twice.
  const first = (number % BATCHES_A_SUBJECT) * 700 + 1;
  const events: NewEvent[] = Array.from({ length: size }, (_, i) => {
    const signed = [-1, -0.5, 0, 0.5, 1][random.integer(5)];
    return trial(subject, session, first + i, {
      contrastLeft: Math.max(0, -signed),
      contrastRight: Math.max(0, signed),
      choice: random.uniform() < 1 / (1 + Math.exp(-3 * signed)) ? "right" : "left",
    });
  });
  if (number % 20 === 0) {
    events.unshift(
      sessionStarted(subject, session, {}, { sourceEventId: `start:${subject}/${session}/${number}` }),
    );
  }
  if (number % 3 === 0) {
    events.push(
      trial("shared", 1, 1, { trial: shared(name, number) }, { sourceEventId: `shared:${name}/${number}` }),
    );
  }
  if (number % 7 === 5) {
    // The batch before is of the same session except at its edges, and always acknowledged by now.
    const before = batchOf(name, number - 1).events.find((event) => event.type === "TrialRecorded");
    if (before !== undefined && before.session !== undefined && before.subject !== undefined) {
      const change = { ...before, sourceEventId: `change:${name}/${number}`, samples: undefined };
      const of = (before.payload as { trial: number }).trial;
      events.push(
        number % 2 === 0
          ? ({
              ...change,
              type: "TrialVoided",
              payload: { trial: of, reason: "made up" },
            } as unknown as NewEvent)
          : ({
              ...change,
              type: "TrialAmended",
              payload: { trial: of, reason: "made up", changes: { choice: "left" } },
            } as unknown as NewEvent),
      );
    }
  }
  return { number, isBulk, events };
}

/** A trial number of its own in the stream that all share. */
function shared(name: string, number: number): number {
  return 1 + (name.charCodeAt(name.length - 1) % 10) * 100_000 + (number % 100_000);
}
