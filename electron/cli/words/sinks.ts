import { InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { SinkIdSchema, sinkIds, sinkWays, type SinkId } from '../../../shared/domain/sink.ts'

/** A comma-separated list of sinks. Throws for an unknown one. */
export function parseSinks(text: string): readonly SinkId[] {
  const parsed = z.array(SinkIdSchema).safeParse(text.split(','))
  if (!parsed.success) throw new InvalidArgumentError(`Known: ${sinkIds.join(', ')}.`)
  return parsed.data
}

/** `--as copy|helper`: how the sinks that are switched on come by the token. */
export function asOption(): Option {
  return new Option('--as <way>', 'copy it there, or have the tool ask Hubkey').choices(sinkWays)
}
