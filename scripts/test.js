// `npm test`: installs what is missing, then vitest, once, on the Node that the project pins, with all arguments.
import { join } from "node:path";
import { pinnedNode, root, runInstead } from "../bin/run-node.js";
import { ensureInstalled } from "./ensure-installed.js";

ensureInstalled();
process.chdir(root);
runInstead(pinnedNode() ?? process.execPath, [
  join(root, "node_modules/vitest/vitest.mjs"),
  "run",
  ...process.argv.slice(2),
]);
