import { InvalidArgumentError } from 'commander'
import { z } from 'zod'
import { SinkIdSchema, sinkIds, type SinkId } from '../../../shared/domain/sink.ts'

/** A comma-separated list of sinks. Throws for an unknown one. */
export function parseSinks(text: string): readonly SinkId[] {
  const parsed = z.array(SinkIdSchema).safeParse(text.split(','))
  if (!parsed.success) throw new InvalidArgumentError(`Known: ${sinkIds.join(', ')}.`)
  return parsed.data
}
