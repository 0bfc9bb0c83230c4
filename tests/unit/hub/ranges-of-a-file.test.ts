import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteRanges, type ByteRange } from '../../../electron/hub/download/byte-ranges.ts'
import { HostLanes, mostLanes } from '../../../electron/hub/download/host-lanes.ts'
import { decodeMap, encodeMap, slotBytes } from '../../../electron/hub/download/partial-map.ts'
import { Segments, type Segment } from '../../../electron/hub/download/segments.ts'

const range = fc
  .tuple(fc.nat(60), fc.nat(60))
  .map(([start, length]) => [start, start + length] as const)

describe('ranges of bytes', () => {
  it('hold just what was added, in order and without touching', () => {
    fc.assert(
      fc.property(fc.array(range), (added: readonly ByteRange[]) => {
        const ranges = new ByteRanges(added)
        const bytes = new Set(
          added.flatMap(([a, b]) => Array.from({ length: b - a }, (_, i) => a + i)),
        )
        expect(ranges.total).toBe(bytes.size)
        const list = ranges.list()
        expect(list.every(([a], i) => i === 0 || (list[i - 1]?.[1] ?? 0) < a)).toBe(true)
        const gap = ranges.firstGap(120)
        if (gap !== null)
          for (let at = gap[0]; at < gap[1]; at += 1) expect(bytes.has(at)).toBe(false)
        expect(gap?.[0] ?? ranges.front).toBe(ranges.front)
      }),
    )
  })
})

describe('segments', () => {
  it('cover a file whole and nothing twice, whoever takes them', () => {
    const size = 100_000_001
    const fetched = new ByteRanges([[30_000_000, 40_000_000]])
    const segments = new Segments(size, () => fetched.list())
    let given = fetched.total
    for (let open: Segment[] = []; ;) {
      const next = segments.take(4)
      if (next !== null) open = [...open, next]
      const first = open[0]
      if (first === undefined) break
      if (open.length < 4 && next !== null) continue
      given += first.end - first.at
      fetched.add(first.at, first.end)
      segments.giveBack(first)
      open = open.slice(1)
    }
    expect(given).toBe(size)
    expect(fetched.list()).toEqual([[0, size]])
  })
})

describe('the map of an unfinished file', () => {
  const map = { turn: 1, system: 'here', written: [[0, 5]], synced: [] } satisfies Parameters<
    typeof encodeMap
  >[0]

  it('is the youngest whole one', () => {
    const slots = Buffer.concat([encodeMap({ ...map, turn: 7 }), encodeMap(map)])
    expect(decodeMap(slots, 10)?.turn).toBe(7)
    slots.write('torn', 50)
    expect(decodeMap(slots, 10)?.turn).toBe(1)
  })

  it('that reaches beyond the file, or is no map, is none', () => {
    expect(decodeMap(encodeMap({ ...map, written: [[0, 11]] }), 10)).toBeNull()
    expect(decodeMap(Buffer.alloc(2 * slotBytes, '{'), 10)).toBeNull()
  })

  it('forgets ranges that do not fit into a slot', () => {
    const many = Array.from({ length: 500 }, (_, i): [number, number] => [i * 2e12, i * 2e12 + 1])
    const slot = encodeMap({ ...map, written: many, synced: many })
    expect(slot).toHaveLength(slotBytes)
    expect(decodeMap(slot, 1e15)?.written.length).toBe(60)
  })
})

describe('lanes to a host', () => {
  const never = new AbortController().signal

  it('are as many as may be open; who waits is served in turn, who gives up leaves', async () => {
    const lanes = new HostLanes()
    const open = await Promise.all(Array.from({ length: mostLanes }, () => lanes.take(never)))
    const leaver = new AbortController()
    const left = lanes.take(leaver.signal)
    let isServed = false
    const waiting = lanes.take(never).then(() => (isServed = true))
    leaver.abort(new Error('gone'))
    await expect(left).rejects.toThrow('gone')
    expect(isServed).toBe(false)
    open[0]?.giveBack('well')
    expect(await waiting).toBe(true)
  })

  it('are halved once when the host is busy, and grow back slowly', async () => {
    const lanes = new HostLanes()
    const open = await Promise.all([lanes.take(never), lanes.take(never)])
    for (const lane of open) lane.giveBack('busy')
    expect(lanes.most).toBe(mostLanes / 2)
    for (let turn = 0; turn < mostLanes / 2; turn += 1) (await lanes.take(never)).giveBack('well')
    expect(lanes.most).toBe(mostLanes / 2 + 1)
  })
})
