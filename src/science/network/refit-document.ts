import type { NetworkFit } from "./fit-network.ts";
import type { MouseRefit } from "./refit-mouse.ts";

/** A value as JSON keeps it: typed arrays are arrays. */
export type Plain<T> = T extends Float64Array | Int32Array
  ? readonly number[]
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly [infer A, infer B, infer C]
      ? readonly [Plain<A>, Plain<B>, Plain<C>]
      : T extends readonly [infer A, infer B]
        ? readonly [Plain<A>, Plain<B>]
        : T extends readonly (infer E)[]
          ? readonly Plain<E>[]
          : { readonly [K in keyof T]: Plain<T[K]> };

/**
 * A refit as it is stored, printed and drawn: without the ends of single climbs and the log-probabilities of single
 * trials, which whoever wants them can compute anew.
 */
export type RefitDocument = Plain<
  Omit<MouseRefit, "comparison"> & {
    readonly fits: readonly Omit<NetworkFit, "ends" | "phi" | "starts">[];
    readonly nHeldOut: number;
    readonly heldOut: readonly { readonly account: string; readonly logLikelihoodPerTrial: number }[];
  } & Pick<MouseRefit["comparison"], "differences" | "verdict">
>;

export function refitDocument(refit: MouseRefit): RefitDocument {
  const { comparison, ...rest } = refit;
  const { fits, heldOut, nHeldOut, differences, verdict } = comparison;
  return plain({
    ...rest,
    fits: fits.map(({ ends: _ends, phi: _phi, starts: _starts, ...fit }) => fit),
    nHeldOut,
    heldOut: heldOut.map(({ account, choices }) => ({
      account,
      logLikelihoodPerTrial: choices.logLikelihood / nHeldOut,
    })),
    differences,
    verdict,
  });
}

/** Typed arrays become arrays; what JSON cannot hold, such as an infinite number, becomes null. */
export function plain<T>(value: T): Plain<T> {
  return JSON.parse(
    JSON.stringify(value, (_key, each: unknown) =>
      each instanceof Float64Array || each instanceof Int32Array ? Array.from(each) : each,
    ),
  ) as Plain<T>;
}
