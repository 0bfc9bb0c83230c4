import type { ForeignTokenView } from '../../../shared/domain/foreign.ts'
import type { Input, Output } from '../../../shared/ipc/contract.ts'

type ImportChannel = 'import.list' | 'import.pick-file' | 'import.take' | 'import.remove'

const token: ForeignTokenView = {
  id: 'hf-0011aabb',
  tool: 'hf',
  label: 'hf CLI',
  provider: 'huggingface',
  where: '/home/ada/.cache/huggingface/stored_tokens',
  name: 'laptop',
  fingerprint: '0011aabb',
  mode: '0600',
  storedAs: ['work'],
  notImportable: null,
  notRemovable: null,
}
const error = { code: 'x', message: 'y', action: null }

/** One valid input for each channel about other tools' tokens. */
export const importInputs: { readonly [C in ImportChannel]: Input<C> } = {
  'import.list': undefined,
  'import.pick-file': undefined,
  'import.take': { token: token.id, account: 'work' },
  'import.remove': { token: token.id },
}

/** One valid output for each, as rich as its schema allows. */
export const importOutputs: { readonly [C in ImportChannel]: Output<C> } = {
  'import.list': {
    tokens: [token],
    problems: [{ tool: 'git', label: 'git', where: 'helper', name: null, error }],
    storeProblem: error,
  },
  'import.pick-file': { picked: true },
  'import.take': {
    token,
    account: 'work',
    store: 'keyring',
    already: false,
    verified: true,
    username: 'ada',
    role: 'read',
    error,
  },
  'import.remove': { token, keptAs: ['work'] },
}
