// `npm run check`: format, lint, types, directions, the API's schema, and that generated files are up to date. Every step runs, so that one look shows all that is wrong.
import { spawnSync } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { pinnedNode, root } from "../bin/run-node.js";
import { ensureInstalled } from "./ensure-installed.js";

ensureInstalled();

const node = pinnedNode() ?? process.execPath;
const steps = [
  ["format and lint", "node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"],
  ["types", "node_modules/typescript/bin/tsc"],
  ["directions", "scripts/check-directions.ts"],
  ["schema", "scripts/check-schema.ts"],
  ["generated event types", "scripts/generate-event-types.ts", "--check"],
  ["generated API types", "scripts/generate-api-types.ts", "--check"],
];

// Biome's and TypeScript's launchers start programs of their own by `node`.
const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) };
const failed = steps.filter(([name, program, ...args]) => {
  const { status } = spawnSync(node, [join(root, program), ...args], { cwd: root, env, stdio: "inherit" });
  if (status !== 0) console.error(`check: ${name} failed`);
  return status !== 0;
});
if (failed.length > 0) process.exit(1);
console.error(`check: ${steps.map(([name]) => name).join(", ")} are in order`);
