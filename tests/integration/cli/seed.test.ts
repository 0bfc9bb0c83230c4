import { spawn } from 'node:child_process'
import { chmod, lstat, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cliScript, resultOf, type CliResult } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import {
  lockKeyring,
  lookUpSecret,
  temporaryFolder,
  unlockKeyring,
} from '../../fixtures/keyring-session.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'

let hub: HubDouble
let home: string
let remove: () => Promise<void>
let tokenFile: string

beforeAll(async () => {
  hub = await startHubDouble()
})
afterAll(async () => {
  await hub.close()
})
beforeEach(async () => {
  ;({ path: home, remove } = await temporaryFolder())
  tokenFile = join(home, 'token.txt')
  hub.clearRequests()
})
afterEach(async () => {
  hub.clearFaults()
  await remove()
})

/** As an activation script runs it: `env -i`, no bus, no terminal, no session. */
function bare(more: Record<string, string> = {}): Record<string, string> {
  const PATH = process.env['PATH'] ?? ''
  return { PATH, HOME: home, HF_ENDPOINT: hub.url, GIT_CONFIG_NOSYSTEM: '1', ...more }
}

async function seed(
  args: readonly string[],
  env: Record<string, string> = bare(),
): Promise<CliResult> {
  const assignments = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const command = ['-i', ...assignments, process.execPath, cliScript, 'seed', ...args]
  const child = spawn('env', command, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    cwd: '/',
  })
  return await resultOf(child)
}

async function leaveToken(token: string): Promise<void> {
  await writeFile(tokenFile, `${token}\n`)
  await chmod(tokenFile, 0o600)
}

const everything = (): string[] => [
  ...['--from-file', tokenFile, '--sinks', 'hf,git', '--git-lfs'],
  '--json',
]

/** Every file below a folder with its times and content. */
async function snapshotOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name)
    const { mtimeNs, ctimeNs, mode } = await lstat(path, { bigint: true })
    if (!(await lstat(path)).isFile()) continue
    const content = (await readFile(path)).toString('base64')
    found.set(name, `${mtimeNs} ${ctimeNs} ${mode} ${content}`)
  }
  return found
}

async function git(
  args: readonly string[],
  input: string,
  env: Record<string, string>,
): Promise<string> {
  const child = spawn('git', args, { env: { ...env, GIT_TERMINAL_PROMPT: '0' }, cwd: home })
  // It may end without reading what it is given.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  return (await resultOf(child)).stdout
}

async function passwordOfGit(env = bare()): Promise<string | undefined> {
  const said = await git(['credential', 'fill'], `url=${hub.url}/org/model\n\n`, env)
  return /^password=(.*)$/m.exec(said)?.[1]
}

const hfToken = async (): Promise<string> =>
  await readFile(join(home, '.cache/huggingface/token'), 'utf8')

describe('seeding twice with no bus, no terminal and no home but the given one', () => {
  it('sets everything up, then changes nothing: neither a time nor a content', async () => {
    const token = hub.token('ada-read')
    await leaveToken(token)
    const first = await seed(everything())
    expect(first.json()).toEqual({
      ok: true,
      ...{ provider: 'huggingface', account: 'default', outcome: 'stored', active: true },
      ...{ store: 'file', path: join(home, '.config/hubkey/credentials.json') },
      ...{ verified: true, username: 'ada' },
      sinks: [
        { id: 'hf', way: 'copy', changed: true },
        { id: 'git', way: 'helper', changed: true },
      ],
      gitLfs: 'set-up',
    })
    expect(first.code).toBe(0)
    expect(first.stderr).toContain('No keyring is in use: the token lies in')
    expect(await hfToken()).toBe(token)
    expect(await passwordOfGit()).toBe(token)
    expect(await git(['config', '--global', 'filter.lfs.process'], '', bare())).toContain('git-lfs')

    hub.clearRequests()
    const before = await snapshotOf(home)
    const second = await seed(everything())
    expect(second.json()).toMatchObject({
      outcome: 'unchanged',
      sinks: [{ changed: false }, { changed: false }],
      gitLfs: 'unchanged',
    })
    expect(second.code).toBe(0)
    expect(await snapshotOf(home)).toEqual(before)
    expect(hub.requests).toEqual([])
    const hunt = huntFor(token)
    expect([first, second].some(({ stdout, stderr }) => hunt.text(stdout + stderr))).toBe(false)
  })

  it('without a network the token is stored unverified, and again changes nothing', async () => {
    hub.setFault({ fault: { kind: 'reset' } })
    await leaveToken(hub.token('ada-read'))
    const first = await seed(everything())
    expect(first.json()).toMatchObject({ ok: true, outcome: 'stored', verified: false })
    expect(first.stderr).toContain('not verified yet')
    const before = await snapshotOf(home)
    expect((await seed(everything())).json()).toMatchObject({ outcome: 'unchanged' })
    expect(await snapshotOf(home)).toEqual(before)
    hub.clearFaults()
    expect((await seed(everything())).json()).toMatchObject({
      outcome: 'unchanged',
      verified: true,
    })
  })

  it('says in words what it did', async () => {
    await leaveToken(hub.token('ada-read'))
    const { stdout } = await seed(['--from-file', tokenFile, '--sinks', 'hf,git'])
    expect(stdout).toBe(
      'huggingface default (ada (read)): stored.\n  hf: set up\n  git: set up, asks Hubkey\n',
    )
  })
})

describe('seeding another token', () => {
  it.each([
    ['with git asking Hubkey', []],
    ['with a copy in git’s own store', ['config', '--global', 'credential.helper', 'store']],
  ])('is a rotation: the old one lies nowhere any more, %s', async (_what, setUp) => {
    if (setUp.length > 0) await git(setUp, '', bare())
    const [old, next] = [hub.token('ada-read'), hub.token('ada-write')]
    await leaveToken(old)
    await seed(everything())
    expect(await passwordOfGit()).toBe(old)
    await leaveToken(next)
    const rotated = await seed(everything())
    expect(rotated.json()).toMatchObject({ outcome: 'rotated', account: 'default' })
    expect(rotated.code).toBe(0)
    expect(await passwordOfGit()).toBe(next)
    expect(await hfToken()).toBe(next)
    expect(await huntFor(old).folder(home)).toEqual([])
    const before = await snapshotOf(home)
    await seed(everything())
    expect(await snapshotOf(home)).toEqual(before)
  })

  it('of somebody else is refused, for a token is never lost', async () => {
    await leaveToken(hub.token('ada-read'))
    await seed(everything())
    await leaveToken(hub.token('bob-read'))
    const before = await snapshotOf(home)
    const refused = await seed(everything())
    expect(refused.json()).toMatchObject({ ok: false, error: { code: 'seed-other-owner' } })
    expect(refused.code).toBe(1)
    const after = await snapshotOf(home)
    for (const [name, content] of before) {
      // Whose the new one is was asked, and is remembered.
      if (!name.endsWith('verifications.json')) expect(after.get(name), name).toBe(content)
    }
    expect((await seed([...everything(), '--name', 'bob'])).json()).toMatchObject({ ok: true })
  })

  it('that the Hub refuses leaves the old one in force', async () => {
    const token = hub.token('ada-read')
    await leaveToken(token)
    await seed(everything())
    await leaveToken(`hf_${'q'.repeat(34)}`)
    const refused = await seed(everything())
    expect(refused.json()).toMatchObject({ ok: false, error: { code: 'token-rejected' } })
    expect(refused.code).toBe(2)
    expect(await passwordOfGit()).toBe(token)
  })
})

describe('where the token comes from', () => {
  it('what a command prints, with nothing for it to read', async () => {
    await leaveToken(hub.token('ada-read'))
    const args = ['--sinks', 'hf', '--json', '--from-command', '--', 'sh', '-c']
    const { code } = await seed([...args, `cat; cat '${tokenFile}'`])
    expect(code).toBe(0)
    expect(await hfToken()).toBe(hub.token('ada-read'))
  })

  it.each([
    ['a command that fails', ['--from-command', '--', 'sh', '-c', 'exit 3'], 1, 'ended with 3'],
    ['a command that is not there', ['--from-command', '--', 'no-such'], 1, 'not be started'],
    ['a command that prints too much', ['--from-command', '--', 'yes'], 1, 'far too much'],
    ['no command', ['--from-command'], 64, 'Say the command'],
    ['a command without the word for it', ['--from-file', '/x', 'cat'], 64, 'goes with'],
    ['no place at all', [], 64, 'Say where'],
    ['a file that is not there', ['--from-file', '/no/such'], 64, 'no file'],
    ['an empty file', ['--from-file', '/dev/null'], 64, 'no file'],
  ])('%s is an answer, and nothing is written', async (_what, args, code, words) => {
    const result = await seed(args)
    expect(result.stderr).toContain(words)
    expect(result.code).toBe(code)
    expect(await readdir(home)).toEqual([])
  })

  it('what a command complains of is passed on, and masked', async () => {
    const token = hub.token('ada-read')
    await leaveToken(token)
    const script = `cat '${tokenFile}' >&2; echo ' is bad' >&2; exit 1`
    const { stderr } = await seed(['--from-command', '--', 'sh', '-c', script])
    expect(stderr).toContain('is bad')
    expect(huntFor(token).text(stderr)).toBe(false)
  })
})

it('a tool that cannot be set up is told, and keeps no other from it', async () => {
  await leaveToken(hub.token('ada-read'))
  const env = bare({ PATH: join(home, 'no-programs') })
  const result = await seed([...everything(), '--sinks', 'git,hf'], env)
  expect(result.json()).toMatchObject({ ok: false, error: { code: 'seed-incomplete' } })
  expect(result.code).toBe(1)
  expect(await hfToken()).toBe(hub.token('ada-read'))
})

describe('in a session', () => {
  let session: DesktopSession
  beforeAll(async () => {
    session = await startSession({ keyring: 'unlocked' })
  })
  afterAll(async () => {
    await session.close()
  })
  const inSession = (): Record<string, string> => ({
    ...bare(),
    DBUS_SESSION_BUS_ADDRESS: session.busAddress,
  })
  const stored = async (): Promise<string | null> =>
    await lookUpSecret(session, 'huggingface:default')

  it('the token goes into the keyring, also one that lay in the file for want of it', async () => {
    await leaveToken(hub.token('ada-read'))
    await seed(everything())
    const moved = await seed(everything(), inSession())
    expect(moved.json()).toMatchObject({ outcome: 'moved', store: 'keyring' })
    expect(await stored()).toBe(hub.token('ada-read'))
    const credentials = await readFile(join(home, '.config/hubkey/credentials.json'), 'utf8')
    expect(huntFor(hub.token('ada-read')).text(credentials)).toBe(false)
    const before = await snapshotOf(home)
    expect((await seed(everything(), inSession())).json()).toMatchObject({ outcome: 'unchanged' })
    expect(await snapshotOf(home)).toEqual(before)
  })

  it('a locked keyring is told, and is not taken for an empty one', async () => {
    await leaveToken(hub.token('ada-read'))
    await lockKeyring(session)
    const result = await seed(everything(), inSession())
    await unlockKeyring(session)
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'keyring-locked' } })
    expect(result.code).toBe(1)
    expect(await readdir(home, { recursive: true })).not.toContain('credentials.json')
    expect(await huntFor(hub.token('ada-read')).folder(join(home, '.config'))).toEqual([])
  })
})
