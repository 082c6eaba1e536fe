/**
 * Running median (SCIENCE §5, first step): takes out single-sample artefacts and leaves edges where they are.
 * Samples beyond an end repeat it.
 *
 * @param samples any length; NaN is not allowed
 * @param kernel odd number of samples, 1 for none
 */
export function medianFilter(samples: Float64Array, kernel: number): Float64Array {
  if (kernel <= 1) return samples.slice();
  const half = (kernel - 1) / 2;
  const last = samples.length - 1;
  const window = new Float64Array(kernel);
  const filtered = new Float64Array(samples.length);
  for (let t = 0; t <= last; t++) {
    for (let k = 0; k < kernel; k++) {
      const at = t - half + k;
      const value = samples[at < 0 ? 0 : at > last ? last : at];
      // Insertion sort: kernels are a handful of samples.
      let place = k;
      while (place > 0 && window[place - 1] > value) {
        window[place] = window[place - 1];
        place--;
      }
      window[place] = value;
    }
    filtered[t] = window[half];
  }
  return filtered;
}
