import { ipcMain } from 'electron'
import { channels } from '../../shared/ipc/channels.ts'
import type { Handlers } from '../../shared/ipc/contract.ts'
import { answerCall, type Report } from './answer-call.ts'

/** Serves every channel of the contract to the windows. The only user of `ipcMain`. */
export function serveIpc(handlers: Handlers, report: Report): void {
  for (const channel of channels) {
    ipcMain.handle(channel, async (sender, ...args: unknown[]) =>
      answerCall({ channel, sender, args }, handlers, report),
    )
  }
}
