import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { HubkeyApp } from '../../app/create-app.ts'

type KeyringHandlers = Pick<
  Handlers,
  | 'keyring.probe'
  | 'keyring.unlock'
  | 'keyring.cancel-unlock'
  | 'keyring.take-in'
  | 'notice.snooze'
  | 'notice.tighten-file'
>

/** The channels about the keyring and about what is worth knowing of the tokens in it. */
export function keyringHandlers({
  keyring,
  notices,
  look,
}: Pick<HubkeyApp, 'keyring' | 'notices' | 'look'>): KeyringHandlers {
  return {
    'keyring.probe': async () => look(),
    'keyring.unlock': async () => keyring.unlock(),
    'keyring.cancel-unlock': () => {
      keyring.cancelUnlock()
    },
    'keyring.take-in': async () => keyring.takeIn(),
    'notice.snooze': async (wish) => notices.snooze(wish),
    'notice.tighten-file': async ({ notice }) => notices.tightenFile(notice),
  }
}
