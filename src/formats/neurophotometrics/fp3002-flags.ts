/**
 * The state word of a Neurophotometrics FP3002 frame: the lowest three bits are the light sources that were on, the
 * others its outputs and inputs.
 */
export const WAVELENGTHS_NM: Readonly<Record<number, number>> = { 1: 415, 2: 470, 4: 560 };
export const LED_BITS = 7;

/** Bits of the inputs, which carry a rig's pulses. */
export const INPUT_BITS: readonly (readonly [name: string, bit: number])[] = [
  ["input_0", 512],
  ["input_1", 256],
  ["gpio_2", 64],
  ["gpio_3", 128],
];

/** Largest state word that the device has. */
export const MAX_FLAGS = 1023;
