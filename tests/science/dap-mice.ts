import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { TrialTable } from "../../src/science/trial-table.ts";
import { sharedPath } from "../shared-data.ts";
import { type TrialRow, trialsOf } from "./trials-of.ts";

/** Names of the real mice beside this clone (see hasShared), ascending. */
export function dapNames(): readonly string[] {
  return readdirSync(sharedPath("data/dap"))
    .filter((file) => file.endsWith(".csv.gz"))
    .map((file) => file.replace(".csv.gz", ""))
    .sort();
}

/** A real mouse's trials, read without the project's own readers so that a fault there cannot hide one here. */
export function dapTrials(name: string): TrialTable {
  const text = gunzipSync(readFileSync(sharedPath("data/dap", `${name}.csv.gz`))).toString();
  const [header, ...lines] = text.trim().split(/\r?\n/);
  const at = (column: string) => header.split(",").indexOf(column);
  const [session, left, right, choice, time] = [
    at("session"),
    at("contrast_left"),
    at("contrast_right"),
    at("choice"),
    at("response_time_s"),
  ];
  const rows = lines.map((line): TrialRow => {
    const cells = line.split(",");
    return {
      session: cells[session] === "" ? 1 : Number(cells[session]),
      contrast: Math.abs(Number(cells[right])) - Math.abs(Number(cells[left])),
      choice: cells[choice] === "left" ? "left" : "right",
      responseTimeS: cells[time] === "" ? Number.NaN : Number(cells[time]),
    };
  });
  return { ...trialsOf(rows), sessionBoundariesKnown: rows.length > 0 && !lines[0].includes(",,") };
}
