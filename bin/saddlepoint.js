#!/usr/bin/env node
// Plain JavaScript that an old Node runs too, so that it can say so, or call the newer one that is installed here.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { fail, isNewEnough, pinnedNode, root, runInstead } from "./run-node.js";

// graphql looks at every value of an answer twice where nobody says so.
process.env.NODE_ENV ??= "production";
if (isNewEnough) {
  // A clone runs its source; the published package has none, since Node strips no types under node_modules.
  const main = ["src/cli/main.ts", "dist/src/cli/main.js"].map((path) => join(root, path)).find(existsSync);
  if (main === undefined) fail(`${root} holds no program`, "Install the package again.");
  await import(pathToFileURL(main).href);
} else {
  const newer = pinnedNode();
  if (newer === null) {
    fail(
      `Node 22.18 or newer is needed, and this is ${process.version} (${process.execPath})`,
      existsSync(join(root, "src"))
        ? `Run \`npm ci\` in ${root}, which installs a Node of its own there.`
        : "Install a newer Node (https://nodejs.org), or put one beside this package: `npm install node@24`.",
    );
  }
  runInstead(newer, [fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
}
