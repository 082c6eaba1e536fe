/** What runs in a worker thread: the pure part of one analysis. */
import { SaddlepointError } from "../errors.ts";
import type { AnalysisInput } from "./analysis.ts";
import { analysisNamed } from "./registry.ts";

export interface ComputeTask {
  readonly analysis: string;
  readonly input: AnalysisInput;
}

/** Errors lose their class between threads, so expected failures come back as values. */
export type ComputeOutcome =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: { code: string; message: string; remedy: string } };

export default function compute({ analysis, input }: ComputeTask): ComputeOutcome {
  const { compute: run, parameters } = analysisNamed(analysis);
  try {
    return { ok: true, result: run(input, parameters) };
  } catch (error) {
    if (!(error instanceof SaddlepointError)) throw error;
    return { ok: false, error: { code: error.code, message: error.message, remedy: error.remedy } };
  }
}
