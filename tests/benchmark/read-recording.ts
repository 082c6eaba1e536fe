/**
 * `node read-recording.ts FILE`: opens, preprocesses and cuts a recording as an import does, without the log, and
 * prints what it took. In a process of its own, so that the largest resident size is the reader's.
 */
import { keepHeapLean } from "../../src/cli/lean-heap.ts";
import { openRecording } from "../../src/formats/photometry/open-recording.ts";
import { likelyControl, traceSource } from "../../src/formats/photometry/trace-source.ts";
import { fitPreprocessing } from "../../src/science/photometry/preprocess.ts";
import { DEFAULT_PREPROCESSING } from "../../src/science/photometry/preprocessing-options.ts";
import { cutSnippets } from "../../src/science/photometry/snippets.ts";

export interface ReadRecording {
  readonly nSamples: number;
  readonly nSnippets: number;
  readonly tookS: number;
  readonly peakMb: number;
}

const EVENT_EVERY_S = 40;

// As the command that imports has it.
keepHeapLean();
const started = performance.now();
const recording = await openRecording(process.argv[2]);
const source = traceSource(recording, 0, likelyControl(recording, 0) ?? 1);
const fitted = await fitPreprocessing(source, DEFAULT_PREPROCESSING);
const nEvents = Math.floor(recording.nSamples / recording.sampleRateHz / EVENT_EVERY_S);
let nSnippets = 0;
const events = Float64Array.from({ length: nEvents }, (_, i) => EVENT_EVERY_S * (i + 0.5));
for await (const { samples } of cutSnippets(source, fitted, events)) {
  if (!samples.every(Number.isFinite)) throw new Error("a snippet holds what is no number");
  nSnippets++;
}
await recording.pulses();
await recording.close();
const read: ReadRecording = {
  nSamples: recording.nSamples,
  nSnippets,
  tookS: (performance.now() - started) / 1000,
  peakMb: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(read));
