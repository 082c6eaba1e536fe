/** Numbers of networks as text for people. */

export function signed(value: number | null, decimals = 2): string {
  if (value === null) return "–";
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(decimals)}`;
}

export function interval(ci: readonly [number, number] | null, decimals = 2): string {
  return ci === null ? "[no interval]" : `[${signed(ci[0], decimals)}, ${signed(ci[1], decimals)}]`;
}
