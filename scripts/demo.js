// `npm run demo`: installs what is missing, then `saddlepoint demo` with all arguments.
import { ensureInstalled } from "./ensure-installed.js";

ensureInstalled();
process.argv.splice(2, 0, "demo");
await import("../bin/saddlepoint.js");
