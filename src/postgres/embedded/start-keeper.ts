import { spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { openLog } from "./server-log.ts";

/** Starts the folder's keeper (see keeper.ts); one that finds another at work ends at once. */
export function startKeeper(folder: string): void {
  // keeper.ts as it stands, or keeper.js where this is built.
  const program = fileURLToPath(new URL(`./keeper${extname(import.meta.url)}`, import.meta.url));
  const log = openLog(folder);
  const child = spawn(process.execPath, [program, folder], {
    cwd: "/",
    detached: true,
    stdio: ["ignore", log.descriptor, log.descriptor],
  });
  closeSync(log.descriptor);
  child.on("error", () => {});
  child.unref();
}
