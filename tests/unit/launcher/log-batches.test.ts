import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { LogBatches } from '../../../electron/launcher/log-batches.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function collect(): {
  batches: LogBatches
  delivered: [string, number[]][]
  gaps: boolean[]
} {
  const gaps: boolean[] = []
  const delivered: [string, number[]][] = []
  const batches = new LogBatches((id, lines, hasGap) => {
    gaps.push(hasGap)
    delivered.push([id, lines.map(({ seq }) => seq)])
  })
  return { batches, delivered, gaps }
}

const line = (seq: number): { seq: number; text: string } => ({ seq, text: 'x' })

it('delivers what comes close together at once, run by run', () => {
  const { batches, delivered } = collect()
  batches.add('a', [line(1)])
  batches.add('b', [line(1)])
  batches.add('a', [line(2), line(3)])
  expect(delivered).toEqual([])
  vi.advanceTimersByTime(100)
  expect(delivered).toEqual([
    ['a', [1, 2, 3]],
    ['b', [1]],
  ])
  batches.add('a', [line(4)])
  vi.advanceTimersByTime(100)
  expect(delivered.at(-1)).toEqual(['a', [4]])
})

it('keeps the newest lines of a flood, and says that others are missing', () => {
  const { batches, delivered, gaps } = collect()
  for (let seq = 1; seq <= 10_000; seq += 1) batches.add('a', [line(seq)])
  batches.flush()
  vi.advanceTimersByTime(1000)
  expect(delivered).toHaveLength(1)
  expect(delivered[0]?.[1]).toHaveLength(500)
  expect(delivered[0]?.[1].at(-1)).toBe(10_000)
  batches.add('a', [line(10_001)])
  batches.flush()
  expect(gaps).toEqual([true, false])
})
