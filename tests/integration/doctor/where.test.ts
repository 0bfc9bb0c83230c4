import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WhereViewSchema, type CopyView, type WhereView } from '../../../shared/domain/where.ts'
import { runCli, type CliResult } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import {
  configureGit,
  furnish,
  leave,
  textAt,
  type ForeignHome,
} from '../../fixtures/foreign-home.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'
import { furnishEditorsAndShells, restOf, type Lying } from '../../fixtures/whole-home.ts'

let session: DesktopSession
let hub: HubDouble
let home: ForeignHome
let lying: readonly Lying[]
const hf = (label: string): string => hub.addToken({ label, kind: 'read', owner: 'ada' })
/** Every token that lies anywhere. */
const tokens: string[] = []
let [first, second, inUnderAda] = ['', '', '']

beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble()
  home = await furnish(session, hub)
  lying = await furnishEditorsAndShells(session, hf)
  ;[first, second, inUnderAda] = [hf('first'), hf('second'), hf('under-ada')]
  tokens.push(...[...home.places, home.login, ...lying].map(({ token }) => token))
  tokens.push(first, second, inUnderAda)
  await leave(join(session.home, '.ollama/id_ed25519'), 'OPENSSH', 0o644)
  expect((await hubkey(['login', '--stdin'], { stdin: first })).code).toBe(0)
  // A helper that files by name, and one copy under the owner's own.
  const other = join(session.home, 'by-name')
  const { protocol, host } = new URL(hub.url)
  await leave(other, `${protocol}//ada:${inUnderAda}@${host.replace(':', '%3a')}\n`)
  await configureGit(session, 'credential.helper', `store --file ${other}`)
  const aside = join(session.home, 'aside.env')
  await leave(aside, `HF_TOKEN=${first}\n`)
  expect((await hubkey(['rotate', '--stdin'], { stdin: second })).code).toBe(0)
})
afterAll(async () => {
  await hub.close()
  await session.close()
})

async function hubkey(
  args: readonly string[],
  { stdin = '', env = {} }: { stdin?: string; env?: Record<string, string> } = {},
): Promise<CliResult> {
  const nobody = { HF_ENDPOINT: hub.url, HUBKEY_NGC_API: 'http://127.0.0.1:1' }
  const result = await runCli(session, args, { stdin, env: { ...nobody, ...env } })
  for (const token of tokens) {
    expect(huntFor(token).text(result.stdout + result.stderr)).toBe(false)
  }
  return result
}

async function look(
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<WhereView> {
  const result = await hubkey(['where', '--json', '--in', home.envFile, ...args], { env })
  expect(result.code).toBe(0)
  return WhereViewSchema.parse(result.json())
}

function asks(): number {
  return hub.requests.filter(({ path }) => path === '/api/whoami-v2').length
}

function using(view: WhereView, reader: string): CopyView | undefined {
  const id = view.readers.find((one) => one.id === reader)?.uses
  return view.copies.find((copy) => copy.id === id)
}

describe('hubkey where', () => {
  test('finds a token in every place, names each right, and none too many', async () => {
    const view = await look()
    const seen = view.copies.map(({ place, provider, where, name }) => [
      place,
      provider,
      where,
      name,
    ])
    const expected = [
      ...home.places.map(({ tool, provider, where, name }) => [tool, provider, where, name]),
      ['hf', 'huggingface', home.login.where, home.login.name],
      ...lying.map(({ place, provider, where, name }) => [place, provider, where, name]),
      ['keyring', 'huggingface', 'the keyring', 'default'],
      ['git', 'huggingface', 'git credential helper store', 'ada'],
    ]
    expect(seen.toSorted()).toEqual(expected.toSorted())
    expect(view.problems).toEqual([])
    expect(view.storeProblem).toBeNull()
    expect(new Set(view.copies.map(({ id }) => id)).size).toBe(view.copies.length)
    expect(view.ollamaKey).toMatchObject({ mode: '0644', wide: true })
    const wide = view.copies.filter((copy) => copy.wide).map(({ where }) => where)
    const open = lying.filter(({ mode }) => mode === 0o644).map(({ where }) => where)
    const others = [join(session.home, '.ngc/meta_data'), home.envFile]
    expect(wide.toSorted()).toEqual([...open, ...others].toSorted())
  })

  test('says of each token how it stands: current, stale, dead, unknown', async () => {
    const path = join(session.home, 'project/.env.local')
    const gone = hf('gone')
    tokens.push(gone)
    await leave(path, `HF_TOKEN=${first}\nHF_API_TOKEN=${second}\nHUGGINGFACE_TOKEN=${gone}\n`)
    hub.removeToken('gone')
    const folder = ['--in', join(session.home, 'project')]
    const at = (view: WhereView): Record<string, unknown>[] =>
      view.copies
        .filter(({ where }) => where === path)
        .map(({ name, standing, account }) => ({ name, standing, account }))
    const now = [
      { name: 'HF_TOKEN', standing: 'stale', account: 'default' },
      { name: 'HF_API_TOKEN', standing: 'current', account: 'default' },
    ]
    const unknown = { name: 'HUGGINGFACE_TOKEN', standing: 'unknown', account: null }
    expect(at(await look(folder))).toEqual([...now, unknown])
    const asked = asks()
    const verified = await look([...folder, '--verify'])
    expect(at(verified)).toEqual([...now, { ...unknown, standing: 'dead' }])
    const distinct = verified.copies.filter(({ provider }) => provider === 'huggingface')
    const prints = new Set(distinct.map(({ fingerprint }) => fingerprint))
    expect(asks()).toBe(asked + prints.size)
    // From the cache, without the network.
    expect(at(await look(folder))).toEqual(at(verified))
    const netrc = verified.copies.find(({ place }) => place === 'netrc')
    expect(netrc).toMatchObject({ standing: 'unknown', username: 'ada' })
  })

  test('says who wins, and who set a variable', async () => {
    const bashrc = lying.find(({ where }) => where.endsWith('.bashrc'))!
    const view = await look()
    expect(using(view, 'hubkey')).toMatchObject({ place: 'keyring' })
    expect(using(view, 'hf')).toMatchObject({ place: 'hf', name: null })
    expect(using(view, 'git')).toMatchObject({ place: 'netrc' })
    expect(using(view, 'docker')).toMatchObject({ where: 'docker-credential-standin' })
    expect(using(view, 'ngc')).toMatchObject({ name: '[CURRENT] apikey' })
    expect(using(view, 'lm-studio')).toMatchObject({ name: 'hfDownloadToken' })
    const shelled = await look([], { HF_TOKEN: bashrc.token })
    for (const reader of ['hubkey', 'hf', 'xr-ai', 'halo-forge', 'llama.cpp']) {
      expect(using(shelled, reader)).toMatchObject({ place: 'environment', where: 'HF_TOKEN' })
    }
    const inShell = shelled.copies.find(({ place }) => place === 'environment')
    expect(inShell).toMatchObject({ setBy: [bashrc.where], standing: 'unknown' })
  })

  test('is a table for people', async () => {
    const { stdout } = await hubkey(['where'])
    expect(stdout).toMatch(/^Hugging Face\n {2}STANDING {2}TOKEN/)
    expect(stdout).toContain('Shell profile: ~/.bashrc, HF_TOKEN')
    expect(stdout).toContain('0644 !')
    expect(stdout).toMatch(/hf, transformers, vLLM {2,}\[[0-9a-f]{8}\] from hf: /)
    expect(stdout).toContain(
      'Ollama uses its own key instead of a token: ~/.ollama/id_ed25519, and',
    )
  })
})

describe('hubkey where --clear', () => {
  test('takes a known copy away and leaves every other byte', async () => {
    const ends = ['.bashrc', 'User/settings.json', '.netrc']
    const some = ends.map((end) => lying.find(({ where }) => where.endsWith(end))!)
    const before = await look()
    const idOf = (one: Lying): string =>
      before.copies.find(({ where, name }) => where === one.where && name === one.name)!.id
    const refused = await hubkey(['where', '--clear', idOf(some[0]!), '--json'])
    expect(refused.json()).toMatchObject({ error: { code: 'foreign-not-stored' } })
    expect(await textAt(some[0]!.where)).toContain(some[0]!.token)
    for (const one of some) hub.removeToken(one.where.slice(session.home.length + 1))
    await look(['--verify'])
    for (const one of some) {
      const result = await hubkey(['where', '--clear', idOf(one), '--json'])
      expect(result.json()).toMatchObject({ ok: true, cleared: { id: idOf(one) } })
      expect(await textAt(one.where)).toBe(restOf(one))
    }
    // The shell can still read what is its own.
    await promisify(execFile)('bash', ['-n', some[0]!.where])
  })
})
