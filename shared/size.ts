const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** `2.5 GB`, in powers of ten as the Hub's pages have it. */
export function size(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit === 0 || value >= 99.5 ? 0 : 1
  return `${value.toFixed(digits)} ${units[unit] ?? 'B'}`
}

/** `1.1 of 1.8 GB`: the unit is said once when both share it. */
export function sizeOf(part: number, whole: number): string {
  const left = size(part)
  const right = size(whole)
  const unit = right.slice(right.indexOf(' '))
  return left.endsWith(unit) ? `${left.slice(0, -unit.length)} of ${right}` : `${left} of ${right}`
}
