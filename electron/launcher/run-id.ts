import { randomInt } from 'node:crypto'
import type { RunId } from '../../shared/domain/run.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** A new run's name, `YYYYMMDD-HHMMSS-xxxxxx` in UTC: sorts by time and is safe as a folder name. */
export function createRunId(now: Date): RunId {
  const [date = '', time = ''] = now
    .toISOString()
    .replaceAll('-', '')
    .replaceAll(':', '')
    .split('T')
  const chance = Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join('')
  return `${date}-${time.slice(0, 6)}-${chance}`
}
