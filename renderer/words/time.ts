const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** `4 minutes ago`, `in 19 days`; anything under a minute is `just now` or `in a moment`. */
export function relativeTime(iso: string, now: number): string {
  const seconds = (Date.parse(iso) - now) / 1000
  if (Number.isNaN(seconds)) return 'at an unknown time'
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit)
  }
  return seconds > 0 ? 'in a moment' : 'just now'
}

/** As `relativeTime`, for what has happened: the window's clock may lag behind by some seconds. */
export function ago(iso: string, now: number): string {
  return relativeTime(iso, Math.max(now, Date.parse(iso)))
}

/** Length of time in its two largest units: `14 s`, `2 min 5 s`, `1 h 12 min`, `3 d 4 h`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return two(Math.floor(whole / 60), 'min', whole % 60, 's')
  if (whole < 86_400)
    return two(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min')
  return two(Math.floor(whole / 86_400), 'd', Math.floor((whole % 86_400) / 3600), 'h')
}

/** Seconds from one ISO time to another, or to now. */
export function secondsBetween(from: string, to: string | null, now: number): number {
  return ((to === null ? now : Date.parse(to)) - Date.parse(from)) / 1000
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}
