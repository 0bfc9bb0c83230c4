import { BrowserWindow, dialog, type MessageBoxOptions } from 'electron'
import type { QuitQuestion } from '../app/quit-question.ts'

const stay = 0
const quit = 1

/** Asks in the system's own dialog whether to quit; closing it, Escape and Enter all stay. */
export async function confirmQuit({ message, detail }: QuitQuestion): Promise<boolean> {
  const options: MessageBoxOptions = {
    type: 'question',
    title: 'Hubkey',
    message,
    detail,
    buttons: ['Keep running', 'Quit'],
    defaultId: stay,
    cancelId: stay,
    noLink: true,
  }
  const owner = BrowserWindow.getFocusedWindow()
  const { response } = await (owner === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(owner, options))
  return response === quit
}
