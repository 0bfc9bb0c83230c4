import { shell } from 'electron'
import { addressOf, type Link } from '../../shared/links.ts'
import type { DeviceLoginView } from '../../shared/domain/device-login.ts'

// The only calls of `openExternal`.

/** Opens one of the listed addresses in the user's browser. */
export async function openLink(link: Link, hub: string): Promise<void> {
  await shell.openExternal(addressOf(link, hub))
}

/** Opens the page at which a code is typed; `beginDeviceLogin` has seen that it is the Hub's own. */
export async function openLogInPage({ address }: DeviceLoginView): Promise<void> {
  await shell.openExternal(address)
}
