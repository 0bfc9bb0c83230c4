import { errors, fail } from '../../shared/errors.ts'

const seconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const

/** Reads `90`, `30m`, `1.5h` or `2d` as seconds. Throws `bad-input`. */
export function readTimeout(text: string): number {
  const [, amount, unit] = /^(\d{1,8}(?:\.\d{1,3})?)([smhd]?)$/.exec(text.trim()) ?? []
  const total = Math.floor(Number(amount) * seconds[(unit ?? '') === '' ? 's' : (unit as 'm')])
  if (Number.isSafeInteger(total) && total > 0) return total
  throw fail(errors.badInput('A time limit is a number of seconds, or such as 30m, 2h or 1d.'))
}
