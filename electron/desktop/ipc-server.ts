import { ipcMain } from 'electron'
import { channels } from '../../shared/ipc/channels.ts'
import type { IncomingCall } from './answer-call.ts'

/** Takes in every channel of the contract from the windows. The only user of `ipcMain`. */
export function serveIpc(answer: (call: IncomingCall) => Promise<unknown>): void {
  for (const channel of channels) {
    ipcMain.handle(channel, async ({ senderFrame }, ...args: unknown[]) =>
      answer({ channel, sender: { senderFrame }, args }),
    )
  }
}
