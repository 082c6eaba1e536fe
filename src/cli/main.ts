import { setFlagsFromString } from "node:v8";
import { runCli } from "./program.ts";

// Streaming a file makes much short-lived garbage. Left to itself V8 lets the space for it grow by a hundred
// megabytes before it collects; kept small, an import's memory does not depend on the file's length.
setFlagsFromString("--semi-space-growth-factor=1");

process.exitCode = await runCli(process.argv.slice(2));
