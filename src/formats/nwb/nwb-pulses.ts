import type { Group } from "h5wasm/node";
import type { RecordedPulses } from "../photometry/recording.ts";
import { datasetAt, invalid, isGroup, numbers, textAttribute } from "./nwb-series.ts";

/**
 * Event times of an NWB file, each as if a digital input had taken them. Which types hold them, and in which dataset:
 * core TimeIntervals (start_time) and EventsTable (timestamp; NWB 2.10, before it ndx-events 0.4), and of ndx-events
 * 0.2 Events, LabeledEvents and TTLs (timestamps, of the last two by their labels).
 */
const TIMES_OF: Readonly<Record<string, string>> = {
  TimeIntervals: "start_time",
  EventsTable: "timestamp",
  TtlsTable: "timestamp",
  Events: "timestamps",
  LabeledEvents: "timestamps",
  TTLs: "timestamps",
};
const PLACES = ["acquisition", "processing", "intervals", "events", "stimulus"];
const MAX_DEPTH = 6;
const MAX_GROUPS = 10_000;
const MAX_EVENTS = 10_000_000;

/** Must run inside `Hdf5.within`. Names are the groups' own; of labelled events with the label behind a colon. */
export function findPulses(root: Group, file: string): readonly RecordedPulses[] {
  const found: RecordedPulses[] = [];
  let visited = 0;
  const visit = (group: Group, name: string, depth: number): void => {
    visited++;
    if (visited > MAX_GROUPS) throw invalid(file, "it has more groups than any recording");
    const times = TIMES_OF[textAttribute(group, "neurodata_type") ?? ""];
    if (times !== undefined) {
      found.push(...pulsesOf(group, name, times, file));
      return;
    }
    if (depth === MAX_DEPTH) return;
    for (const key of group.keys()) {
      const child = group.get(key);
      if (child !== null && isGroup(child)) visit(child, key, depth + 1);
    }
  };
  for (const place of PLACES) {
    const child = root.keys().includes(place) ? root.get(place) : null;
    if (child !== null && isGroup(child)) visit(child, place, 0);
  }
  return found;
}

function pulsesOf(group: Group, name: string, times: string, file: string): readonly RecordedPulses[] {
  const dataset = datasetAt(group, times);
  const n = dataset?.shape?.[0] ?? 0;
  if (dataset === null || n === 0) return [];
  if (n > MAX_EVENTS) throw invalid(file, `${name} is given as ${n} events`);
  const timesS = numbers(dataset.value).filter(Number.isFinite).sort();
  const labels = datasetAt(group, "data");
  if (labels === null || times !== "timestamps") return [{ name, timesS }];
  const kinds = numbers(labels.value);
  const all = numbers(dataset.value);
  if (kinds.length !== all.length)
    throw invalid(file, `${name} has ${kinds.length} labels for ${all.length} times`);
  return [...new Set(kinds)].map((kind) => ({
    name: `${name}:${kind}`,
    timesS: all.filter((time, i) => kinds[i] === kind && Number.isFinite(time)).sort(),
  }));
}
