/** True of a value that can be drawn; null and NaN are gaps. */
export function isNumber(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}
