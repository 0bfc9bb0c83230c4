import { z } from 'zod'
import { readEvents, type StreamRequest } from './event-stream.ts'
import type { JobNeeds } from './needs.ts'

/** One line of a job, as it came. */
export interface RawLine {
  /** As the Hub wrote it; lines are told apart by it when a stream is read again. */
  readonly timestamp: string
  readonly data: string
}

const EventSchema = z.object({ timestamp: z.string().max(64), data: z.string() })

/** Reads a job's log once, from the first line or the last `tail` on. Throws as `readEvents` does. */
export function readLog(
  ask: StreamRequest & { readonly tail: number | null },
  needs: JobNeeds,
): AsyncGenerator<readonly RawLine[]> {
  return readEvents(ask.tail === null ? 'logs' : `logs?tail=${ask.tail}`, ask, readLine, needs)
}

function readLine(text: string): RawLine | null {
  try {
    const parsed = EventSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
