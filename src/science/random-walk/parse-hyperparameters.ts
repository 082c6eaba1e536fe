import { SaddlepointError } from "../../errors.ts";
import type { Hyperparameters } from "./fit-options.ts";

/** Names that other tools give to these hyperparameters. */
const SYNONYMS: Readonly<Record<string, string>> = {
  sigInit: "sigmaInit",
  sigDay: "sigmaDay",
  sig: "sigma",
  sigma_day: "sigmaDay",
  sigma_init: "sigmaInit",
};

/**
 * Hyperparameters from parsed JSON: `{"sigma": […], "sigmaDay": […] | null, "sigmaInit": […]}`, and `alpha`
 * for a learning rule.
 *
 * @throws SaddlepointError HYPERPARAMETER_UNKNOWN (naming the right key where one is meant),
 *   HYPERPARAMETER_INVALID
 */
export function parseHyperparameters(json: unknown): Hyperparameters {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw invalid("hyperparameters", json, "an object with sigma, sigmaDay and sigmaInit");
  }
  const entries = new Map(Object.entries(json));
  for (const key of entries.keys()) {
    if (["sigma", "sigmaDay", "sigmaInit", "alpha"].includes(key)) continue;
    const meant = SYNONYMS[key];
    throw new SaddlepointError(
      "HYPERPARAMETER_UNKNOWN",
      `there is no hyperparameter ${key}${meant === undefined ? "" : `: here it is ${meant}`}`,
      meant === undefined ? "Use sigma, sigmaDay, sigmaInit and alpha." : `Rename ${key} to ${meant}.`,
      { field: key },
    );
  }
  const numbers = (key: string): readonly number[] => {
    const value: unknown = entries.get(key);
    if (Array.isArray(value) && value.every((v) => typeof v === "number")) return value;
    throw invalid(key, value, "a list of numbers, one a parameter");
  };
  const alpha: unknown = entries.get("alpha");
  if (alpha !== undefined && alpha !== null && typeof alpha !== "number") {
    throw invalid("alpha", alpha, "a number or null");
  }
  return {
    sigma: numbers("sigma"),
    sigmaDay: entries.get("sigmaDay") === null ? null : numbers("sigmaDay"),
    sigmaInit: numbers("sigmaInit"),
    ...(alpha === undefined ? {} : { alpha }),
  };
}

function invalid(field: string, value: unknown, wanted: string): SaddlepointError {
  return new SaddlepointError(
    "HYPERPARAMETER_INVALID",
    `${field} is ${JSON.stringify(value) ?? "missing"}`,
    `Give ${field} as ${wanted}.`,
    { field, value },
  );
}
