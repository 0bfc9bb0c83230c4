import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lookAtCredentials } from '../../../electron/credentials/look-at-credentials.ts'
import { openFingerprints } from '../../../electron/credentials/fingerprint.ts'
import type { CredentialNeeds } from '../../../electron/credentials/needs.ts'
import { resolveToken } from '../../../electron/credentials/resolve-token.ts'
import type { WorkerHost } from '../../../electron/ports.ts'
import { fromRoot } from '../../../build/paths.ts'
import { accountTable, searchTable, type Finding, type PlaceName } from './resolution-reference.ts'
import {
  worlds,
  type AccountList,
  type AccountName,
  type Broken,
  type World,
} from './resolution-worlds.ts'
import { codeOr, leaveFile, settingFor } from './setting.ts'
import { standInKeyring } from './stand-in-keyring.ts'

const variableNames = {
  huggingface: ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN'],
  ngc: ['NGC_API_KEY', 'NVIDIA_API_KEY'],
} as const

/** Each place and account has a token of its own, so that the token tells where it is from. */
function tokenIn(place: string, owner: string | number = ''): string {
  return `hf_${`${place}${owner}`.replace(/\W/g, '').padEnd(34, 'x')}`
}

/** Nothing here may start a process. */
const noWorkers: WorkerHost = {
  fork: () => {
    throw new Error('Resolving with a stand-in keyring starts no worker.')
  },
}

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hubkey-order-'))
})
afterAll(async () => rm(root, { recursive: true, force: true }))

/** The rows of the tables that were decisive or passed at least once. */
const reached = new Set<string>()

/** Row of the account table, and the account it means in this world. */
function meantAccount({ wish, list }: World): AccountName | null {
  const repo = wish.repo?.toLowerCase()
  const known = typeof list === 'object' ? list : undefined
  const fits = [
    [wish.account !== undefined, wish.account],
    [list === 'missing', 'default'],
    [repo !== undefined && known?.model?.id.toLowerCase() === repo, known?.model?.account],
    [
      repo !== undefined && known?.organisation?.id.toLowerCase() === repo.split('/')[0],
      known?.organisation?.account,
    ],
    [known !== undefined && known.active !== null, known?.active],
    [true, null],
  ] as const
  const row = fits.findIndex(([fit]) => fit)
  reached.add(accountTable[row]![0])
  return fits[row]![1] ?? null
}

/** How each place is found in this world. */
function findings(world: World, account: AccountName | null): { [P in PlaceName]: Finding<P> } {
  const { list, keyring, file, cutShort, hfFile } = world
  const has = (names: readonly AccountName[]): boolean =>
    account !== null && names.includes(account)
  const listIsKnown = list === 'missing' || typeof list === 'object'
  return {
    environment: world.variables.includes('token') ? 'token' : 'missing, empty or blank',
    'account list': listIsKnown ? 'readable or missing' : 'unreadable',
    keyring:
      keyring.state !== 'unlocked'
        ? keyring.state
        : has(keyring.holds)
          ? has(typeof file === 'object' ? file : []) && namesFile(list, account) && !cutShort
            ? "an older token than credentials.json's"
            : "the account's token"
          : 'no token of the account',
    'credentials.json':
      file === 'missing' || (typeof file === 'object' && !has(file))
        ? 'missing, or no token of the account'
        : typeof file === 'object'
          ? "the account's token"
          : 'unreadable',
    'HF token file':
      world.provider !== 'huggingface'
        ? 'not of this provider'
        : hfFile.holds === 'token'
          ? 'token'
          : hfFile.holds === 'a folder'
            ? 'unreadable'
            : 'missing or blank',
    end: 'nothing found',
  }
}

function namesFile(list: World['list'], account: AccountName | null): boolean {
  if (typeof list !== 'object' || account === null) return false
  return list.names === 'the file' && list.listed.includes(account)
}

/** What the tables say: the winner, the code of a failure, or null. */
function expected(world: World): object | string | null {
  const account = meantAccount(world)
  const found = findings(world, account)
  for (const [place, finding, then, whenNamed] of searchTable) {
    if (found[place] !== finding) continue
    reached.add(`${place}: ${finding}`)
    const step = world.wish.account === undefined ? then : whenNamed
    if (step === 'next') continue
    return step === 'wins' ? winner(place, account, world) : step
  }
  return null
}

function winner(place: PlaceName, account: AccountName | null, { variables }: World): object {
  switch (place) {
    case 'environment':
      return { token: tokenIn('env', variables.indexOf('token')), source: place, account: null }
    case 'HF token file':
      return { token: tokenIn('hf'), source: 'hf-token-file', account: null }
    case 'keyring':
      return { token: tokenIn('keyring', account!), source: place, account }
    default:
      return { token: tokenIn('file', account!), source: 'file', account }
  }
}

async function makeWorld(world: World): Promise<CredentialNeeds> {
  const { provider, list, keyring, file, hfFile } = world
  await rm(join(root, 'config', 'accounts.json'), { recursive: true, force: true })
  await rm(join(root, 'config', 'credentials.json'), { recursive: true, force: true })
  await rm(join(root, 'home'), { recursive: true, force: true })
  await rm(join(root, 'hf'), { recursive: true, force: true })
  const hfPath = hfFile.by === undefined ? 'home/.cache/huggingface/token' : 'hf/token'
  const says = { HF_TOKEN_PATH: join(root, 'hf/token'), HF_HOME: join(root, 'hf') }
  const texts = { token: '', empty: '', blank: ' \t' }
  const variables = world.variables.map((state, index) => [
    variableNames[provider][index],
    state === 'token' ? tokenIn('env', index) : state === 'missing' ? undefined : texts[state],
  ])
  const setting = settingFor(
    {
      HOME: join(root, 'home'),
      HUBKEY_CONFIG_DIR: join(root, 'config'),
      HUBKEY_STATE_DIR: join(root, 'state'),
      ...(hfFile.by === undefined ? {} : { [hfFile.by]: says[hfFile.by] }),
      ...(Object.fromEntries(variables) as Record<string, string | undefined>),
    },
    noWorkers,
  )
  const fingerprintOf = await openFingerprints(setting.needs)
  const fingerprint: TakeFingerprintOf = (place, name) =>
    fingerprintOf(setting.redactor.guard(tokenIn(place, name)))
  if (typeof list === 'object')
    await leaveFile(join(root, 'config/accounts.json'), listText(world, list, fingerprint))
  else if (list !== 'missing') await breakFile(join(root, 'config/accounts.json'), list)
  if (typeof file === 'object')
    await leaveFile(join(root, 'config/credentials.json'), fileText(world, file, fingerprint))
  else if (file !== 'missing') await breakFile(join(root, 'config/credentials.json'), file)
  const place = join(root, hfPath)
  if (hfFile.holds === 'a folder') await mkdir(place, { recursive: true })
  else if (hfFile.holds === 'blank') await leaveFile(place, ' \r\n')
  else if (hfFile.holds === 'token') await leaveFile(place, `${tokenIn('hf')}\n`)
  const entries = keyring.holds.map(
    (name) => [`${provider}:${name}`, tokenIn('keyring', name)] as const,
  )
  const standIn = standInKeyring(keyring.state, new Map(entries), setting.redactor)
  return { ...setting.needs, keyring: standIn, customProviders: async () => [] }
}

type TakeFingerprintOf = (place: 'keyring' | 'file', name: AccountName) => string

function listText(
  { provider }: World,
  list: AccountList,
  fingerprintOf: TakeFingerprintOf,
): string {
  const named = { 'the keyring': 'keyring', 'the file': 'file', neither: null } as const
  const place = named[list.names]
  const accounts = list.listed.map((name) => {
    const scope = {
      models: list.model?.account === name ? [list.model.id] : [],
      organisations: list.organisation?.account === name ? [list.organisation.id] : [],
    }
    const fingerprint = place === null ? null : fingerprintOf(place, name)
    const facts = { kind: 'token', fingerprint, earlier: [], expiresAt: null, scope }
    return [name, { ...facts, addedAt: '2026-11-23T10:00:00.000Z', rotatedAt: null }] as const
  })
  const book = { active: list.active, accounts: Object.fromEntries(accounts) }
  return JSON.stringify({ version: 1, providers: { [provider]: book } })
}

function fileText(
  { provider, cutShort }: World,
  names: readonly AccountName[],
  fingerprintOf: TakeFingerprintOf,
): string {
  const tokens = names.map((name) => {
    const replaced = cutShort ? { replacedBy: fingerprintOf('keyring', name) } : {}
    const savedAt = '2026-11-23T10:00:00.000Z'
    const entry = { token: tokenIn('file', name), savedAt, ...replaced }
    return [`${provider}:${name}`, entry] as const
  })
  return JSON.stringify({ version: 1, tokens: Object.fromEntries(tokens) })
}

async function breakFile(path: string, how: Broken): Promise<void> {
  if (how === 'a folder') await mkdir(path, { recursive: true })
  else await leaveFile(path, how === 'newer' ? '{"version":2}' : '{"version":1,"tok')
}

test('every mixture comes to what the tables say', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const needs = await makeWorld(world)
      const { provider, wish } = world
      const repo = wish.repo === undefined ? undefined : { repo: wish.repo }
      const found = await codeOr(
        resolveToken({ provider, account: wish.account, for: repo }, needs),
      )
      const got =
        found === null || typeof found === 'string'
          ? found
          : { token: found.secret.reveal(), source: found.source, account: found.account }
      expect(got).toEqual(expected(world))
    }),
    { numRuns: 1000 },
  )
  // Else a row could be wrong, or never come up, and nobody would notice.
  const rows = searchTable.map(([place, finding]) => `${place}: ${finding}`)
  const all = [...accountTable.map(([when]) => when), ...rows]
  expect(all.filter((row) => !reached.has(row))).toEqual([])
})

test('what is shown is what would be used', { timeout: 120_000 }, async () => {
  const unasked = { account: undefined, repo: undefined }
  await fc.assert(
    fc.asyncProperty(worlds, async (mixture) => {
      const world = { ...mixture, wish: unasked }
      const needs = await makeWorld(world)
      const found = await codeOr(resolveToken({ provider: world.provider }, needs))
      const { providers } = await lookAtCredentials({ withoutSinks: true }, needs)
      const { source, account, fingerprint } = providers.find(({ id }) => id === world.provider)!
      const used = found === null || typeof found === 'string' ? null : found
      expect({ source, account, fingerprint }).toEqual({
        source: used?.source ?? null,
        account: used?.account ?? null,
        fingerprint: used?.fingerprint ?? null,
      })
    }),
    { numRuns: 300 },
  )
})

test('the page has the same tables', async () => {
  const page = await readFile(fromRoot('docs/resolution-order.md'), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| '))
  const cells = rows.map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
  const isHead = ([first]: readonly string[]): boolean => {
    return first === 'when' || first === 'place' || /^-+$/.test(first ?? '')
  }
  expect(cells.filter((row) => !isHead(row))).toEqual([...accountTable, ...searchTable])
})
