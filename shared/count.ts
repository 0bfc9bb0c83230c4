const units = ['', 'k', 'M', 'B', 'T'] as const

/** `7.2B`, `350M`, `12k`: how people write parameters and downloads. */
export function shortCount(count: number): string {
  let value = count
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 9.95 && unit > 0 ? Number(value.toFixed(1)) : Math.round(value)}${units[unit] ?? ''}`
}
