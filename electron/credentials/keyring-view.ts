import type { KeyringState, KeyringView } from '../../shared/domain/keyring.ts'
import type { Keyring } from '../keyring/keyring.ts'
import type { Paths } from '../ports.ts'
import { credentialFilePath } from './credential-file.ts'

/** What the keyring's state means for people, and where a token saved now would lie. */
export function describeKeyring(
  state: KeyringState,
  { keyring, paths }: { readonly keyring: Pick<Keyring, 'policy'>; readonly paths: Paths },
): KeyringView {
  const { policy } = keyring
  const store = storeFor(state, policy, credentialFilePath(paths))
  return { state, policy, sentence: sentenceFor(state, store), store }
}

function storeFor(
  state: KeyringState,
  policy: KeyringView['policy'],
  path: string,
): KeyringView['store'] {
  if (state === 'off') return { kind: 'file', path }
  if (state === 'unlocked') return { kind: 'keyring' }
  // Only a definite "absent" leads to the file; a locked or silent keyring may hold the token.
  return state === 'absent' && policy !== 'required' ? { kind: 'file', path } : { kind: 'none' }
}

function sentenceFor(state: KeyringState, store: KeyringView['store']): string {
  const file = store.kind === 'file' ? store.path : null
  switch (state) {
    case 'unlocked':
      return 'Tokens are kept in the keyring of your system.'
    case 'locked':
      return 'The keyring is locked. Unlock it to read or save tokens; nothing is lost.'
    case 'hung':
      return 'The keyring does not answer, so tokens can be neither read nor saved for now.'
    case 'off':
      return `HUBKEY_KEYRING=off, so tokens are kept in ${file ?? 'a file'}, which only you can read.`
    case 'absent':
      return file === null
        ? 'No keyring is running, and HUBKEY_KEYRING=required forbids the file.'
        : `No keyring is running, so tokens are kept in ${file}, which only you can read.`
  }
}
