/**
 * `npm run bench [-- NAME…]`: the benchmarks, one after another, each with its bars; results go to stdout.
 * They are run by hand, never by tests: machines are shared, so ratios within a run count, not seconds.
 */
const benchmarks: Readonly<Record<string, () => Promise<void>>> = {
  log: async () => (await import("./log.ts")).benchLog(),
  fit: async () => (await import("./fit.ts")).benchFit(),
  rigs: async () => (await import("./rigs.ts")).benchRigs(),
  dopamine: async () => (await import("./dopamine.ts")).benchDopamine(),
  strategies: async () => (await import("./strategies.ts")).benchStrategies(),
  nightly: async () => (await import("./nightly.ts")).benchNightly(),
  network: async () => (await import("./network.ts")).benchNetwork(),
  api: async () => (await import("./api.ts")).benchApi(),
  proof: async () => (await import("./proof.ts")).benchProof(),
  "proof-20m": async () => (await import("./proof-20m.ts")).benchLongLog(),
};

/** Run only when asked for by name: these take tens of minutes. */
const LONG: readonly string[] = ["proof-20m"];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benchmarks, name));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(", ")}. There are: ${Object.keys(benchmarks).join(", ")}.`,
  );
  process.exit(2);
}
for (const name of asked.length > 0
  ? asked
  : Object.keys(benchmarks).filter((each) => !LONG.includes(each))) {
  console.log(`\n== ${name}`);
  await benchmarks[name]();
}
