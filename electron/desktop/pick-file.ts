import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron'

const options: OpenDialogOptions = {
  title: 'Look into a .env file',
  buttonLabel: 'Look',
  // Its name begins with a dot.
  properties: ['openFile', 'showHiddenFiles'],
}

/** Lets the user choose a `.env` file in the system's own dialog; null when they did not. */
export async function pickEnvFile(): Promise<string | null> {
  const owner = BrowserWindow.getFocusedWindow()
  const { filePaths } = await (owner === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(owner, options))
  return filePaths[0] ?? null
}
