import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron'

const envFile: OpenDialogOptions = {
  title: 'Look into a .env file',
  buttonLabel: 'Look',
  // Its name begins with a dot.
  properties: ['openFile', 'showHiddenFiles'],
}

const envFolder: OpenDialogOptions = {
  title: 'Look for .env files in a folder',
  buttonLabel: 'Look',
  properties: ['openDirectory', 'showHiddenFiles'],
}

const script: OpenDialogOptions = {
  title: 'Choose a script',
  buttonLabel: 'Choose',
  properties: ['openFile'],
  filters: [
    { name: 'Python', extensions: ['py'] },
    { name: 'All files', extensions: ['*'] },
  ],
}

/** Lets the user choose a `.env` file in the system's own dialog; null when they did not. */
export async function pickEnvFile(): Promise<string | null> {
  return await pick(envFile)
}

/** Lets the user choose a folder with `.env` files; null when they did not. */
export async function pickEnvFolder(): Promise<string | null> {
  return await pick(envFolder)
}

/** Lets the user choose a script for a job; null when they did not. */
export async function pickScript(): Promise<string | null> {
  return await pick(script)
}

async function pick(options: OpenDialogOptions): Promise<string | null> {
  const owner = BrowserWindow.getFocusedWindow()
  const { filePaths } = await (owner === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(owner, options))
  return filePaths[0] ?? null
}
