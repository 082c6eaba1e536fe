import type { NetworkParameters } from "./parameters.ts";
import { initialState, rateVector, STATE_SIZE } from "./state.ts";

/**
 * All numbers of a network in one Float64Array of length 16, the space in which gradients are taken:
 * six learning rates (first layer L, R, B; second layer L, R, B), β, then the nine initial weights of
 * {@link NetworkState}.
 */
export type RawParameters = Float64Array;

export const RAW_SIZE = 16;
export const RAW_BETA = 6;
export const RAW_STATE = 7;

export function rawParameters(parameters: NetworkParameters): RawParameters {
  const raw = new Float64Array(RAW_SIZE);
  raw.set(rateVector(parameters));
  raw[RAW_BETA] = parameters.inverseTemperature;
  raw.set(initialState(parameters), RAW_STATE);
  return raw;
}

export function networkParameters(raw: RawParameters): NetworkParameters {
  const at = (i: number) => ({ left: raw[i], right: raw[i + 1], bias: raw[i + 2] });
  return {
    firstLayerRate: at(0),
    secondLayerRate: at(3),
    inverseTemperature: raw[RAW_BETA],
    firstLayer: at(RAW_STATE),
    leftAction: at(RAW_STATE + 3),
    rightAction: at(RAW_STATE + 6),
  };
}

/** The initial weights alone, as a new array. */
export function rawInitialState(raw: RawParameters): Float64Array {
  return raw.slice(RAW_STATE, RAW_STATE + STATE_SIZE);
}
