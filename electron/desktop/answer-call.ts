import { AppFailure, errors } from '../../shared/errors.ts'
import { contract, type Handlers } from '../../shared/ipc/contract.ts'
import type { Channel } from '../../shared/ipc/channels.ts'
import { failed, ok, type Result } from '../../shared/result.ts'
import { isTrustedSender, type Sender } from './trusted-frame.ts'

/** Writes down an unforeseen failure and returns the reference people can look it up by. */
export type Report = (where: string, cause: unknown) => string

/** One call as it arrived: nothing about it is believed yet. */
export interface IncomingCall {
  readonly channel: Channel
  readonly sender: Sender
  readonly args: readonly unknown[]
}

/**
 * Answers one call of a window. A stranger is refused before its input is read; the input is
 * parsed; the output is parsed too, which drops whatever the contract does not name. Never rejects:
 * a failure of the verb crosses as data, anything unforeseen as a reference.
 */
export async function answerCall(
  { channel, sender, args }: IncomingCall,
  handlers: Handlers,
  report: Report,
): Promise<Result<unknown>> {
  if (!isTrustedSender(sender)) return failed(errors.badInput('This page may not call Hubkey.'))
  const input = contract[channel].input.safeParse(args[0])
  if (!input.success || args.length > 1) {
    return failed(errors.badInput(`${channel} was called with something it does not take.`))
  }
  try {
    // The union of all handlers cannot be called with the union of all inputs; the table's type
    // pairs them, and the parse above has just checked this very pair.
    const handle = handlers[channel] as (input: unknown) => unknown
    return ok(contract[channel].output.parse(await handle(input.data)))
  } catch (cause) {
    if (cause instanceof AppFailure) return failed(cause.error)
    return failed(errors.unexpected(report(channel, cause)))
  }
}
