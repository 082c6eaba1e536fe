// `npm run build`: what the published package runs, since Node strips no types under node_modules.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { pinnedNode, root } from "../bin/run-node.js";
import { ensureInstalled } from "./ensure-installed.js";

ensureInstalled();
// Whatever was renamed in the source must not be published under its old name.
rmSync(join(root, "dist"), { recursive: true, force: true });
const compiler = join(root, "node_modules/typescript/bin/tsc");
const project = join(root, "scripts/tsconfig.build.json");
const { status } = spawnSync(pinnedNode() ?? process.execPath, [compiler, "-p", project], {
  stdio: "inherit",
});
process.exit(status ?? 1);
