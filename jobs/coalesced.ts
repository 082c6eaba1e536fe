export interface Coalesced {
  /** The work is done once more, after this moment; askings that come while it is at work count as one. */
  ask(): void;
  /** When nothing is at work, and nothing waits. */
  settled(): Promise<void>;
}

/** Work that is asked for more often than it need be done. */
export function coalesced(work: () => Promise<void>, onError: (error: unknown) => void): Coalesced {
  let isAsked = false;
  let running: Promise<void> | null = null;
  async function run(): Promise<void> {
    while (isAsked) {
      isAsked = false;
      await work().catch(onError);
    }
    running = null;
  }
  return {
    ask() {
      isAsked = true;
      running ??= run();
    },
    async settled() {
      await running;
    },
  };
}
