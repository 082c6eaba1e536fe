import { SaddlepointError } from "../../src/errors.ts";

/** The SaddlepointError that this ends with; any other end fails the test. */
export async function failureOf(work: Promise<unknown> | (() => unknown)): Promise<SaddlepointError> {
  let end: unknown = "no error";
  try {
    await (typeof work === "function" ? work() : work);
  } catch (error) {
    end = error;
  }
  if (end instanceof SaddlepointError) return end;
  throw new Error(`expected a SaddlepointError, got: ${end instanceof Error ? end.stack : end}`);
}
