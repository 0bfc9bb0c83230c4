import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ByteRange } from './byte-ranges.ts'

/** Bytes of one copy of the map. There are two, written in turn: a torn one leaves the other. */
export const slotBytes = 4096
export const slotCount = 2
/** What surely fits into a slot. A file has as many ranges as it has connections, and a few more. */
const mostRanges = 60

const Ranges = z
  .array(z.tuple([z.number().int().nonnegative(), z.number().int().positive()]))
  .max(mostRanges)

const MapSchema = z.object({
  /** The copy with the higher number is the younger one. */
  turn: z.number().int().nonnegative(),
  /** Names the start of the system under which `written` can be believed; see `start-of-system.ts`. */
  system: z.string().max(64),
  /** What was handed to the system: there as long as the system did not stop. */
  written: Ranges,
  /** What the system said is on the disk itself. */
  synced: Ranges,
})

/** What is there of an unfinished blob, as it is noted behind the blob's own bytes. */
export type PartialMap = z.infer<typeof MapSchema>

/** The map as the bytes of one slot. Ranges that do not fit are forgotten: they are fetched again. */
export function encodeMap(map: PartialMap): Buffer {
  const bounded = {
    ...map,
    written: map.written.slice(0, mostRanges),
    synced: map.synced.slice(0, mostRanges),
  }
  const text = JSON.stringify(bounded)
  return Buffer.from(`${checkOf(text)} ${text}`.padEnd(slotBytes, '\n'))
}

/** The youngest whole map among the slots for a blob of this size, or null when there is none. */
export function decodeMap(slots: Buffer, size: number): PartialMap | null {
  let youngest: PartialMap | null = null
  for (let at = 0; at < slots.length; at += slotBytes) {
    const map = decodeSlot(slots.toString('utf8', at, at + slotBytes).trimEnd())
    const fits = map !== null && [...map.written, ...map.synced].every((range) => isIn(range, size))
    if (fits && (youngest === null || map.turn > youngest.turn)) youngest = map
  }
  return youngest
}

function decodeSlot(line: string): PartialMap | null {
  const [check = ''] = line.split(' ', 1)
  const text = line.slice(check.length + 1)
  if (check !== checkOf(text)) return null
  try {
    return MapSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function isIn([start, end]: ByteRange, size: number): boolean {
  return start < end && end <= size
}

function checkOf(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}
