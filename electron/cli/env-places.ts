import { loadSettings } from '../app/settings-file.ts'
import type { Context } from './context.ts'

/** As many as one look takes. */
const most = 50

/** The `.env` files and folders that are named now, and those that the user once chose in the window. */
export async function withChosenFolders(
  named: readonly string[],
  { core }: Pick<Context, 'core'>,
): Promise<string[]> {
  const { envFolders } = await loadSettings({ ...core.ports, log: core.log })
  return [...new Set([...named, ...envFolders])].slice(0, most)
}
