import { settleTokens } from '../../credentials/settle-tokens.ts'
import { takeIntoKeyring } from '../../credentials/take-into-keyring.ts'
import type { Context } from '../context.ts'

/** `hubkey keyring unlock`: raises the desktop's prompt and waits for it. Throws as `Keyring.unlock` does. */
export async function unlock({ core, output, signal }: Context): Promise<void> {
  const { keyring } = core.credentials
  output.progress('Your desktop asks for the password of the keyring…')
  await keyring.unlock(signal)
  await settleTokens({}, core.credentials)
  const state = await keyring.probe()
  output.result({ keyring: { state } }, () => 'The keyring is unlocked.\n')
}

/** `hubkey keyring move-in`: moves what lies in the file into the keyring. Throws as `takeIntoKeyring` does. */
export async function moveIn({ core, output }: Context): Promise<void> {
  const { moved } = await takeIntoKeyring({}, core.credentials)
  output.result({ moved }, () =>
    moved.length === 0
      ? 'Nothing lies in the file.\n'
      : `Moved into the keyring, and gone from the file: ${moved.join(', ')}.\n`,
  )
}
