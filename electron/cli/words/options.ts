import { InvalidArgumentError, type Command } from 'commander'
import { ProviderIdSchema, type ProviderId } from '../../../shared/domain/provider.ts'

/** The option that nearly every word has. */
export interface JsonOption {
  readonly json: boolean
}

/** Adds `--json`. */
export function withJson(command: Command): Command {
  return command.option('--json', 'answer with one JSON document', false)
}

/** A provider's id, built in or added by the user. Throws for what cannot be one. */
export function parseProvider(text: string): ProviderId {
  const parsed = ProviderIdSchema.safeParse(text)
  if (!parsed.success) throw new InvalidArgumentError('See: hubkey providers.')
  return parsed.data
}

/** For options that may be repeated: one more text to those before. */
export function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text]
}
