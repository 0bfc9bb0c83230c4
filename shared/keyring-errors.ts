import { advice, error, type Action, type ErrorMakers } from './app-error.ts'

const unlock: Action = { label: 'Unlock the keyring', does: { kind: 'unlock-keyring' } }
const probe: Action = { label: 'Check the keyring again', does: { kind: 'probe-keyring' } }

/** The errors about the OS keyring; a part of `errors`. */
export const keyringErrors = {
  keyringLocked: () =>
    error(
      'keyring-locked',
      'The keyring is locked, so its tokens cannot be read or changed.',
      unlock,
    ),
  keyringStillLocked: () =>
    error('keyring-locked', 'The keyring was not unlocked. Nothing was changed.', unlock),
  keyringHung: () =>
    error('keyring-hung', 'The keyring does not answer. Nothing was changed.', probe),
  keyringAbsent: () =>
    error('keyring-absent', 'No keyring is running, so nothing can be kept in it.', probe),
  keyringOff: () =>
    error(
      'keyring-off',
      'HUBKEY_KEYRING=off, so the keyring is left alone.',
      advice('Unset HUBKEY_KEYRING, then start Hubkey again'),
    ),
  keyringRequired: () =>
    error(
      'keyring-required',
      'No keyring is running and HUBKEY_KEYRING=required forbids the file.',
      advice('Start a keyring, or set HUBKEY_KEYRING=auto'),
    ),
  keyringFailed: () =>
    error('keyring-failed', 'The keyring refused the request. Nothing was changed.', probe),
} as const satisfies ErrorMakers
