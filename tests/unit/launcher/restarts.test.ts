import { expect, it } from 'vitest'
import { Restarts } from '../../../electron/launcher/restarts.ts'

/** How long each start may serve before it crashes, and what is waited for then. */
function delays(...served: number[]): (number | null)[] {
  const restarts = new Restarts()
  return served.map((ms) => restarts.next(ms))
}

it('starts a server at once, then ever later, and gives up within five minutes', () => {
  const waits = delays(0, 0, 0, 0, 0, 0)
  expect(waits).toEqual([0, 10_000, 20_000, 40_000, 80_000, null])
  expect(waits.reduce((sum: number, ms) => sum + (ms ?? 0), 0)).toBeLessThan(5 * 60_000)
})

it('begins anew after ten good minutes', () => {
  expect(delays(0, 0, 600_000, 0)).toEqual([0, 10_000, 0, 10_000])
})
