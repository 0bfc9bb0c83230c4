import { ipcMain, type IpcMainInvokeEvent } from 'electron'

import { AppFailure, errors } from '../../shared/errors.ts'
import { channels, type Channel } from '../../shared/ipc/channels.ts'
import { contract, type Handlers } from '../../shared/ipc/contract.ts'
import { failed, ok, type Result } from '../../shared/result.ts'
import { isTrustedSender } from './trusted-frame.ts'

/** Anything that takes a handler per channel: `ipcMain`, or a test's map. */
export interface IpcHost {
  handle(
    channel: string,
    listener: (event: IpcMainInvokeEvent, ...args: unknown[]) => Promise<unknown>,
  ): void
}

/** Writes down an unforeseen failure and returns the reference people can look it up by. */
export type Report = (where: string, cause: unknown) => string

/** Serves every channel of the contract. A stranger's call is refused before its input is read. */
export function serveIpc(handlers: Handlers, report: Report, host: IpcHost = ipcMain): void {
  for (const channel of channels) {
    host.handle(channel, async (event, ...args) => {
      if (!isTrustedSender(event)) return failed(errors.badInput('This page may not call Hubkey.'))
      return answer(channel, args, handlers, report)
    })
  }
}

async function answer(
  channel: Channel,
  args: readonly unknown[],
  handlers: Handlers,
  report: Report,
): Promise<Result<unknown>> {
  try {
    const input = contract[channel].input.safeParse(args[0])
    if (!input.success || args.length > 1) {
      return failed(errors.badInput(`${channel} was called with something it does not take.`))
    }
    // The union of all handlers cannot be called with the union of all inputs; the table's type
    // pairs them, and the parse above has just checked this very pair.
    const handle = handlers[channel] as (input: unknown) => unknown
    return ok(contract[channel].output.parse(await handle(input.data)))
  } catch (cause) {
    if (cause instanceof AppFailure) return failed(cause.error)
    return failed(errors.unexpected(report(channel, cause)))
  }
}
