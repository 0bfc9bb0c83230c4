import { shell } from 'electron'
import { addressOf, type Link } from '../../shared/links.ts'

/** Opens one of the listed addresses in the user's browser. The only caller of `openExternal`. */
export async function openLink(link: Link, hub: string): Promise<void> {
  await shell.openExternal(addressOf(link, hub))
}
