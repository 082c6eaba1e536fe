const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export type ShutdownSignal = (typeof SIGNALS)[number];

/** One Ctrl-C arrives up to three times: from the terminal, from npm, which forwards it, and from the bin. */
const SAME_REQUEST_MS = 1_000;
const PARENT_CHECK_MS = 500;
/** Taken as early as can be: whoever starts us may be gone before we ask. */
const parentAtStart = process.ppid;
const SIGNAL_NUMBER = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/**
 * Resolves at the first request to shut down. A second request, later than an echo of the first can be, ends the
 * process at once: the caller's tidying may hang.
 *
 * From the call on, these signals no longer end the process by themselves.
 */
export function shutdownRequested(): Promise<ShutdownSignal> {
  return new Promise((resolve) => {
    let firstAtMs: number | undefined;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        const nowMs = performance.now();
        firstAtMs ??= nowMs;
        if (nowMs - firstAtMs > SAME_REQUEST_MS) process.exit(exitCodeOf(signal));
        resolve(signal);
      });
    }
    whenNpmHasGone(() => resolve("SIGTERM"));
  });
}

/**
 * A signal sent to npm alone ends npm and the shell between us, and never reaches us: we would go on, with nobody
 * left who knows of us. (Without npm an orphan is no such sign: nohup makes one on purpose.)
 */
function whenNpmHasGone(then: () => void): void {
  if (process.env.npm_command === undefined) return;
  const watch = setInterval(() => {
    if (process.ppid === parentAtStart) return;
    clearInterval(watch);
    then();
  }, PARENT_CHECK_MS);
  watch.unref();
}

/** What a shell expects of a process that a signal ended. */
export function exitCodeOf(signal: ShutdownSignal): number {
  return 128 + SIGNAL_NUMBER[signal];
}
