import type { Keyring } from '../../../electron/keyring/keyring.ts'
import { AppFailure, errors } from '../../../shared/errors.ts'
import type { Redactor } from '../../../electron/redaction/redactor.ts'
import type { Finding } from './resolution-reference.ts'

export type KeyringCase =
  | Exclude<
      Finding<'keyring'>,
      "the account's token" | "an older token than credentials.json's" | 'no token of the account'
    >
  | 'unlocked'

const failures = {
  'absent, yet required': errors.keyringRequired,
  locked: errors.keyringLocked,
  hung: errors.keyringHung,
  refusing: errors.keyringFailed,
}

/**
 * A stand-in, not a keyring: it answers at once what the port promises for each state, so that
 * thousands of mixtures run in seconds. `tests/integration/keyring` tests the real one.
 */
export function standInKeyring(
  state: KeyringCase,
  entries: ReadonlyMap<string, string>,
  redactor: Redactor,
): Keyring {
  const isNoCase = (): never => {
    throw new Error('Resolving asks no more of a keyring than to be looked at.')
  }
  const getMany: Keyring['getMany'] = async (names) => {
    if (names.length === 0 || state === 'off' || state === 'absent') return new Map()
    if (state !== 'unlocked') throw new AppFailure(failures[state]())
    const found = names.filter((name) => entries.has(name))
    return new Map(found.map((name) => [name, redactor.guard(entries.get(name)!)]))
  }
  return {
    policy: state === 'off' ? 'off' : state === 'absent, yet required' ? 'required' : 'auto',
    probe: async () =>
      state === 'absent, yet required' ? 'absent' : state === 'refusing' ? 'unlocked' : state,
    getMany,
    get: async (name) => (await getMany([name])).get(name) ?? null,
    list: isNoCase,
    set: isNoCase,
    delete: isNoCase,
    unlock: isNoCase,
  }
}
