import { SaddlepointError } from "../../errors.ts";
import type { Db } from "../../read/database.ts";
import { fetchLiveRuns, fetchRunPage, fetchRuns, type RunRow } from "../../read/run-list.ts";
import { projectedPosition } from "../../read/run-states.ts";
import { type AddedAt, fetchTrialsAdded } from "../../read/trials-added.ts";
import type { Found } from "../live.ts";
import { runNumber, sessionAddress } from "../nodes.ts";
import type { SubscriptionResolvers } from "../schema.generated.ts";
import { subjectId } from "../subject-filter.ts";

/** Trials that are read at a time, and so the most that wait for a slow client. */
const PAGE = 100;

export const subscriptionResolvers: SubscriptionResolvers = {
  trialAdded: {
    subscribe: async (_, { session, after }, { db, live }) => {
      const wanted = { ...sessionAddress(session), above: after ?? 0 };
      let at: AddedAt = {
        position: typeof after === "number" ? 0 : await projectedPosition(db),
        // Of what is known at that position, all is.
        number: typeof after === "number" ? 0 : MAX_NUMBER,
      };
      return live.follow("trials", async () => {
        const { rows, hasNextPage } = await fetchTrialsAdded(db, wanted, at, PAGE);
        at = rows.at(-1) ?? at;
        return {
          events: rows.map((trialAdded) => ({ trialAdded })),
          next: hasNextPage ? "now" : "later",
        };
      });
    },
  },
  runProgress: {
    subscribe: async (_, { subject = null, run = null }, { db, live }) => {
      if ((subject === null) === (run === null)) throw oneOfBoth();
      const read =
        run !== null ? runReader(db, runNumber(run)) : await subjectReader(db, subjectId(subject ?? ""));
      return live.follow("runs", async () => {
        const { events, next } = await read();
        return { events: events.map((runProgress) => ({ runProgress })), next };
      });
    },
  },
};

const MAX_NUMBER = 2 ** 31 - 1;

type RunReader = () => Promise<Found<RunRow>>;

const isOpen = ({ state }: RunRow) => state === "PENDING" || state === "RUNNING";
const standing = ({ state, progress }: RunRow) => `${state} ${progress}`;

function runReader(db: Db, id: number): RunReader {
  let told: string | undefined;
  return async () => {
    const run = (await fetchRuns(db, [id])).get(id);
    if (run === undefined) return { events: [], next: "never" };
    const isNews = standing(run) !== told;
    told = standing(run);
    return { events: isNews ? [run] : [], next: isOpen(run) ? "later" : "never" };
  };
}

async function subjectReader(db: Db, home: string): Promise<RunReader> {
  const last = await fetchRunPage(db, { home, analysis: null, state: null }, { first: 1, after: null });
  let newest = last.rows.at(0)?.id ?? 0;
  /** Of the runs that were open. */
  const told = new Map<number, string>();
  return async () => {
    const runs = await fetchLiveRuns(db, home, [...told.keys()], newest);
    const news = runs.filter((run) => told.get(run.id) !== standing(run));
    for (const run of runs) {
      if (isOpen(run)) told.set(run.id, standing(run));
      else told.delete(run.id);
    }
    newest = Math.max(newest, ...runs.map(({ id }) => id));
    return { events: news, next: "later" };
  };
}

function oneOfBoth(): SaddlepointError {
  return new SaddlepointError(
    "INVALID_ARGUMENTS",
    "runProgress takes a subject or a run",
    "Give one of the two arguments.",
  );
}
