/** A stream of random numbers that depends on its seed alone: the same on every machine. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform integer in 0 … n − 1. */
  integer(n: number): number;
  /** An independent stream; `key` tells children of one parent apart. Does not advance this stream. */
  child(key: number): Random;
}

/**
 * xoshiro128** (Blackman & Vigna 2021, "Scrambled linear pseudorandom number generators"), seeded through
 * splitmix32, so that neighbouring seeds give unrelated streams.
 *
 * @param seed any safe integer
 */
export function seededRandom(seed: number): Random {
  return stream(seed >>> 0, Math.floor(seed / 0x1_0000_0000) >>> 0);
}

function stream(seedLow: number, seedHigh: number): Random {
  let state = (seedLow ^ Math.imul(seedHigh, 0x9e3779b1)) >>> 0;
  const splitmix = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  let s0 = splitmix();
  let s1 = splitmix() ^ seedHigh;
  let s2 = splitmix();
  let s3 = splitmix() | 1;
  let spare = Number.NaN;

  const next = () => {
    const x = Math.imul(s1, 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result;
  };
  const uniform = () => ((next() >>> 5) * 0x400_0000 + (next() >>> 6)) / 0x20_0000_0000_0000;

  return {
    uniform,
    normal() {
      if (!Number.isNaN(spare)) {
        const value = spare;
        spare = Number.NaN;
        return value;
      }
      // Marsaglia's polar method.
      for (;;) {
        const u = 2 * uniform() - 1;
        const v = 2 * uniform() - 1;
        const r = u * u + v * v;
        if (r > 0 && r < 1) {
          const scale = Math.sqrt((-2 * Math.log(r)) / r);
          spare = v * scale;
          return u * scale;
        }
      }
    },
    integer: (n) => Math.floor(uniform() * n),
    child: (key) =>
      stream(
        (seedLow + Math.imul(key + 1, 0x632be5ab)) >>> 0,
        (seedHigh ^ Math.imul(key + 1, 0x85157af5)) >>> 0,
      ),
  };
}
