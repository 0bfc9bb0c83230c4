import type { KeyringState, KeyringView } from '../../shared/domain/keyring.ts'
import type { Tone } from './verdict.ts'

/** The keyring in the foot of the sidebar. */
export const keyringShort: Readonly<Record<KeyringState, string>> = {
  unlocked: 'Keyring unlocked',
  locked: 'Keyring locked',
  absent: 'No keyring',
  hung: 'Keyring not answering',
  off: 'Keyring not used',
}

/** Tint of the foot's dot. */
export const keyringTone: Readonly<Record<KeyringState, Tone>> = {
  unlocked: 'ok',
  locked: 'warn',
  absent: 'warn',
  hung: 'bad',
  off: 'calm',
}

/** The way out of each state, after main's own sentence about it; null when all is well. */
export function keyringWayOut({ state, store }: KeyringView): string | null {
  switch (state) {
    case 'unlocked':
      return null
    case 'locked':
      return 'Your desktop asks for its password.'
    case 'hung':
      return 'Signing in to your desktop again, or restarting the keyring, usually helps.'
    case 'absent':
    case 'off':
      return store.kind === 'file' ? null : 'Start a keyring, such as gnome-keyring or KWallet.'
  }
}
