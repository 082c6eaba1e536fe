/**
 * Arithmetic with 200 binary digits after the point (60 decimal places), for derivatives by finite differences
 * that owe nothing to float64 rounding. Slow and simple on purpose: it is what tests hold other code to.
 */
const BITS = 200n;
const ONE = 1n << BITS;

export type Extended = bigint;

/** Exactly this float64 number (as long as it is no smaller than 2⁻¹⁴⁸). */
export function extended(x: number): Extended {
  const whole = BigInt(Math.round(x * 2 ** 52));
  const rest = x - Number(whole) / 2 ** 52;
  return (whole << (BITS - 52n)) + (BigInt(Math.round(rest * 2 ** 148)) << (BITS - 148n));
}

export function toNumber(x: Extended): number {
  // Number() of a bigint rounds correctly; the scale is a power of two.
  return Number(x) / 2 ** Number(BITS);
}

export function times(a: Extended, b: Extended): Extended {
  return (a * b) >> BITS;
}

export function over(a: Extended, b: Extended): Extended {
  return (a << BITS) / b;
}

export function absolute(a: Extended): Extended {
  return a < 0n ? -a : a;
}

/** eˣ: Taylor's series at x/2¹⁶, squared 16 times. */
export function exponential(x: Extended): Extended {
  const small = x >> 16n;
  let term = ONE;
  let sum = ONE;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    term = times(term, small) / k;
    sum += term;
  }
  for (let k = 0; k < 16; k++) sum = times(sum, sum);
  return sum;
}

/** ln x for x > 0, by Halley's iteration from the float64 logarithm: three steps triple 15 digits beyond 60. */
export function logarithm(x: Extended): Extended {
  let y = extended(Math.log(toNumber(x)));
  for (let k = 0; k < 3; k++) {
    const e = exponential(y);
    y += 2n * over(x - e, x + e);
  }
  return y;
}

export const one: Extended = ONE;
/** A step for central differences: their truncation error, about 10⁻³⁶, is far below float64's rounding. */
export const differenceStep: Extended = 1n << (BITS - 60n);
