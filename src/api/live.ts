/**
 * What subscriptions wait for. One follower of the log wakes them all; each then reads for itself, through its own
 * fence and from where it stands, so nothing is queued for anybody: who takes slowly reads more at a time.
 */
import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { type Follower, followLog } from "../log/follow.ts";
import { openDatabase } from "../read/database.ts";
import { fetchLogState } from "../read/log-state.ts";

/** `trials`: the projections have moved. `runs`: time has passed, since runs tell nobody of their progress. */
export type LiveTopic = "trials" | "runs";

/** What a read has found. */
export interface Found<Event> {
  readonly events: readonly Event[];
  /** Whether to read again at once, when there may be something new, or never. */
  readonly next: "now" | "later" | "never";
}

export interface Live {
  /** Events as `read` finds them, which is called anew whenever there may be more. */
  follow<Event>(topic: LiveTopic, read: () => Promise<Found<Event>>): AsyncIterableIterator<Event>;
  /** Ends what follows, and lets go of the database. */
  close(): Promise<void>;
}

/** The projections come a moment after the log; between two looks so much time passes, more the longer they stand. */
const LOOK_MS = 50;
const MAX_LOOK_MS = 250;
const RUNS_MS = 500;

/** @param pool of the role api; from the first subscription on, one of its connections listens */
export function createLive(pool: pg.Pool, onError: (error: unknown) => void): Live {
  const db = openDatabase(pool);
  const waiting: Record<LiveTopic, Set<LiveEvents<unknown>>> = { trials: new Set(), runs: new Set() };
  let follower: Follower | undefined;
  let isClosed = false;
  let projected = -1;
  let runsAt = Number.NEGATIVE_INFINITY;

  function wake(topic: LiveTopic): void {
    for (const each of waiting[topic]) each.wake();
  }

  async function step(): Promise<void> {
    for (let pause = LOOK_MS; !isClosed; pause = Math.min(2 * pause, MAX_LOOK_MS)) {
      if (waiting.trials.size + waiting.runs.size === 0) return;
      if (performance.now() - runsAt >= RUNS_MS) {
        runsAt = performance.now();
        wake("runs");
      }
      const state = await fetchLogState(db);
      if (state.projectedPosition !== projected) {
        projected = state.projectedPosition;
        pause = LOOK_MS;
        wake("trials");
      }
      if (projected >= state.position) return;
      await delay(pause);
    }
  }

  return {
    follow<Event>(topic: LiveTopic, read: () => Promise<Found<Event>>) {
      const events: LiveEvents<Event> = new LiveEvents(read, () => waiting[topic].delete(events));
      if (isClosed) void events.return();
      else {
        waiting[topic].add(events);
        follower ??= followLog(pool, step, onError);
      }
      return events;
    },
    async close() {
      isClosed = true;
      for (const each of [...waiting.trials, ...waiting.runs]) void each.return();
      await follower?.stop();
    },
  };
}

/** Not a generator: the end of one waits for what it waits for, and here that may never come. */
class LiveEvents<Event> implements AsyncIterableIterator<Event> {
  readonly #read: () => Promise<Found<Event>>;
  readonly #leave: () => void;
  #events: Event[] = [];
  #isDue = true;
  #isEnding = false;
  #hasEnded = false;
  #wake: () => void = () => {};

  constructor(read: () => Promise<Found<Event>>, leave: () => void) {
    this.#read = read;
    this.#leave = leave;
  }

  wake(): void {
    this.#isDue = true;
    this.#wake();
  }

  async next(): Promise<IteratorResult<Event, undefined>> {
    while (!this.#hasEnded) {
      const event = this.#events.shift();
      if (event !== undefined) return { done: false, value: event };
      if (this.#isEnding) break;
      if (!this.#isDue) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      this.#isDue = false;
      try {
        const { events, next } = await this.#read();
        this.#events = [...events];
        if (next === "now") this.#isDue = true;
        if (next === "never") this.#isEnding = true;
      } catch (error) {
        await this.return();
        throw error;
      }
    }
    return await this.return();
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#hasEnded = true;
    this.#events = [];
    this.#leave();
    this.#wake();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
