import fc from 'fast-check'
import type { KeyringCase } from './stand-in-keyring.ts'

export const accountNames = ['default', 'home', 'work', 'lab'] as const
export type AccountName = (typeof accountNames)[number]

/** Ways of Hubkey's own JSON files to be unreadable. */
export type Broken = 'garbled' | 'newer' | 'a folder'
export type Variable = 'token' | 'empty' | 'blank' | 'missing'

/** What lies where, and what is asked for. */
export interface World {
  readonly provider: 'huggingface' | 'ngc'
  readonly wish: { readonly account: AccountName | undefined; readonly repo: string | undefined }
  /** The provider's variables, the first one first. */
  readonly variables: readonly [Variable, Variable]
  readonly list: 'missing' | Broken | AccountList
  readonly keyring: { readonly state: KeyringCase; readonly holds: readonly AccountName[] }
  readonly file: 'missing' | Broken | readonly AccountName[]
  /** The file's tokens are marked as replaced by the keyring's: a save was cut short. */
  readonly cutShort: boolean
  readonly hfFile: {
    readonly holds: 'missing' | 'blank' | 'a folder' | 'token'
    /** What says where it lies. */
    readonly by: 'HF_TOKEN_PATH' | 'HF_HOME' | undefined
  }
}

export interface AccountList {
  readonly active: AccountName | null
  readonly listed: readonly AccountName[]
  /** Which copy of every token that lies in both places the list names as the one of now. */
  readonly names: 'the keyring' | 'the file' | 'neither'
  /** Whom a model, and whom an organisation is tied to; only those that are listed. */
  readonly model: { readonly account: AccountName; readonly id: string } | undefined
  readonly organisation: { readonly account: AccountName; readonly id: string } | undefined
}

const name = fc.constantFrom(...accountNames)
const names = fc.subarray([...accountNames])
const broken = fc.constantFrom<Broken[]>('garbled', 'newer', 'a folder')
const missing = fc.constant('missing' as const)
const repositories = [
  'the-lab/secret',
  'The-Lab/Secret',
  'THE-LAB/other',
  'the-lab-2/secret',
  'x/y',
]

/** `value` as often as `weight` says, nothing once. */
function perhaps<T>(value: fc.Arbitrary<T>, weight = 1): fc.Arbitrary<T | undefined> {
  return fc.oneof({ arbitrary: value, weight }, fc.constant(undefined))
}

const lists: fc.Arbitrary<AccountList> = names.chain((listed) => {
  // A named account is always one of those listed; with none listed there are no ties.
  const one = listed.length === 0 ? undefined : fc.constantFrom(...listed)
  const tied = (...ids: string[]) =>
    one === undefined
      ? fc.constant(undefined)
      : perhaps(fc.record({ account: one, id: fc.constantFrom(...ids) }), 2)
  return fc.record({
    active: fc.oneof({ arbitrary: one ?? name, weight: 4 }, fc.constant(null)),
    listed: fc.constant(listed),
    names: fc.constantFrom('the keyring' as const, 'the file' as const, 'neither' as const),
    model: tied('the-lab/secret', 'The-Lab/SECRET'),
    organisation: tied('the-lab', 'The-Lab', 'X'),
  })
})

const variables = fc.oneof(
  { arbitrary: fc.constantFrom<Variable[]>('empty', 'blank', 'missing'), weight: 9 },
  fc.constant<Variable>('token'),
)

/** The upper places are mostly passable, so that the lower ones are reached. */
const anyWorlds: fc.Arbitrary<World> = fc.record({
  provider: fc.constantFrom('huggingface' as const, 'huggingface' as const, 'ngc' as const),
  wish: fc.record({
    account: fc.oneof(fc.constant(undefined), { arbitrary: perhaps(name), weight: 1 }),
    repo: perhaps(fc.constantFrom(...repositories), 2),
  }),
  variables: fc.tuple(variables, variables),
  cutShort: fc.constantFrom(true, false, false),
  list: fc.oneof(missing, broken, { arbitrary: lists, weight: 6 }),
  keyring: fc.record({
    state: fc.oneof(
      { arbitrary: fc.constantFrom<KeyringCase[]>('unlocked', 'off', 'absent'), weight: 3 },
      fc.constantFrom<KeyringCase[]>('absent, yet required', 'locked', 'hung', 'refusing'),
    ),
    holds: names,
  }),
  file: fc.oneof(missing, broken, { arbitrary: names, weight: 4 }),
  hfFile: fc.record({
    holds: fc.constantFrom('missing' as const, 'blank', 'a folder', 'token', 'token'),
    by: fc.constantFrom('HF_TOKEN_PATH' as const, 'HF_HOME', undefined),
  }),
})

/** Each account in both places: left to chance, three worlds of a thousand get that far. */
const twiceHeld: fc.Arbitrary<World> = fc
  .record({ world: anyWorlds, list: lists, file: fc.constant(accountNames) })
  .map(({ world, list, file }) => ({
    ...world,
    variables: ['missing', 'empty'],
    list: { ...list, listed: file, names: 'the file' },
    keyring: { state: 'unlocked', holds: file },
    file,
  }))

export const worlds: fc.Arbitrary<World> = fc.oneof(
  { arbitrary: anyWorlds, weight: 9 },
  { arbitrary: twiceHeld, weight: 1 },
)
