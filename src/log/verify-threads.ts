import { extname, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import type { StretchReport } from "./verify-stretch.ts";
import type { StretchAnswer, StretchTask } from "./verify-worker.ts";

/** Threads that verify stretches of positions, each on a connection of its own. */
export interface StretchThreads {
  /** Hands every stretch of 1 … head to a thread, and their reports to `join` in the order of positions. */
  run(head: number, size: number, join: (report: StretchReport) => void): Promise<void>;
  close(): Promise<void>;
}

export function stretchThreads(url: string, count: number): StretchThreads {
  const file = resolve(import.meta.dirname, `verify-worker${extname(import.meta.filename)}`);
  const workers = Array.from({ length: Math.max(1, count) }, () => new Worker(file, { workerData: { url } }));
  // One may die before it is asked anything: then whoever asks is told, not the process ended.
  const deaths = new Map<Worker, unknown>();
  for (const worker of workers) worker.on("error", (error) => deaths.set(worker, error));

  const ask = (worker: Worker, task: StretchTask): Promise<StretchReport> =>
    new Promise((done, fail) => {
      if (deaths.has(worker)) return fail(deaths.get(worker));
      const settle = () => {
        worker.off("message", onMessage);
        worker.off("error", onError);
      };
      const onMessage = (answer: StretchAnswer) => {
        settle();
        if ("report" in answer) done(answer.report);
        else fail(answer.failure);
      };
      const onError = (error: unknown) => {
        settle();
        fail(error);
      };
      worker.on("message", onMessage);
      worker.on("error", onError);
      worker.postMessage(task);
    });

  return {
    async run(head, size, join) {
      // A thread takes the next stretch only when its last one is joined or waits right behind: memory is bounded by
      // the number of threads.
      const turns: Promise<void>[] = [];
      let before = Promise.resolve();
      const idle = [...workers];
      const inHand = new Set<Promise<void>>();
      for (let first = 1; first <= head; first += size) {
        while (idle.length === 0) await Promise.race(inHand);
        const worker = idle.pop();
        if (worker === undefined) continue;
        const report = ask(worker, { first, last: Math.min(head, first + size - 1) });
        const previous = before;
        const turn = (async () => {
          const done = await report;
          await previous;
          join(done);
        })();
        before = turn;
        const handled = turn.finally(() => {
          idle.push(worker);
          inHand.delete(handled);
        });
        handled.catch(() => {});
        turn.catch(() => {});
        inHand.add(handled);
        turns.push(turn);
        if (turns.length > workers.length) await turns.shift();
      }
      await Promise.all(turns);
    },
    async close() {
      await Promise.all(
        workers.map(
          (worker) =>
            new Promise<void>((done) => {
              // One that died of an error has ended already.
              if (worker.threadId === -1) return done();
              worker.once("exit", () => done());
              worker.postMessage(null);
            }),
        ),
      );
    },
  };
}
