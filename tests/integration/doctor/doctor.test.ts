import { execFile } from 'node:child_process'
import { chmod, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DoctorViewSchema, type DoctorView } from '../../../shared/domain/doctor.ts'
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
const tokens: string[] = []
let [first, second] = ['', '']

beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble()
  home = await furnish(session, hub)
  ;[first, second] = [hf('first'), hf('second')]
  lying = await furnishEditorsAndShells(session, () => first)
  tokens.push(...[...home.places, home.login, ...lying].map(({ token }) => token), second)
  await leave(join(session.home, '.ollama/id_ed25519'), 'OPENSSH', 0o644)
  expect((await hubkey(['login', '--stdin'], { stdin: first })).code).toBe(0)
  expect((await hubkey(['rotate', '--stdin'], { stdin: second })).code).toBe(0)
  await promisify(execFile)('git', ['config', '--global', 'user.name', 'Ada'], { env: session.env })
  await configureGit(session, 'credential.useHttpPath', 'true')
  await configureGit(session, `credential.${hub.url}.helper`, '')
  await configureGit(session, `credential.${hub.url}.helper`, ownBroken)
})
afterAll(async () => {
  await hub.close()
  await session.close()
})

const ownBroken = "!HUBKEY_HELPER=git '/nowhere/node' '/nowhere/cli.cjs' git-credential"

async function hubkey(
  args: readonly string[],
  { stdin = '', env = {} }: { stdin?: string; env?: Record<string, string> } = {},
): Promise<CliResult> {
  const world = { HF_ENDPOINT: hub.url, HUBKEY_NGC_API: 'http://127.0.0.1:1' }
  // No panel runs here, and none is wanted.
  const bare = { DISPLAY: '', WAYLAND_DISPLAY: '' }
  const result = await runCli(session, args, { stdin, env: { ...world, ...bare, ...env } })
  for (const token of tokens) {
    expect(huntFor(token).text(result.stdout + result.stderr)).toBe(false)
  }
  return result
}

async function visit(
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<DoctorView> {
  const result = await hubkey(['doctor', '--json', '--in', home.envFile, ...args], { env })
  return DoctorViewSchema.parse(result.json())
}

function kinds({ findings }: DoctorView): readonly string[] {
  return [...new Set(findings.map(({ id }) => id.replace(/:.*$/s, '')))].toSorted()
}

describe('hubkey doctor', () => {
  test('finds what is wrong, says why and what it would do, and changes nothing', async () => {
    const before = await textAt(join(session.home, '.gitconfig'))
    const view = await visit()
    expect(kinds(view)).toEqual(
      expect.arrayContaining(['git-helper-broken', 'git-http-path', 'mode', 'stale']),
    )
    const stale = view.findings.filter(({ id }) => id.startsWith('stale:'))
    const old = lying.filter(({ token }) => token === first)
    expect(stale).toHaveLength(old.length)
    for (const { where } of old) {
      expect(
        stale.some(({ sentence, fix }) => sentence.includes(where) && fix!.includes(where)),
      ).toBe(true)
    }
    for (const { reason, fix, advice } of view.findings) {
      expect(reason).not.toBe('')
      expect(fix ?? advice).not.toBeNull()
    }
    expect(await textAt(join(session.home, '.gitconfig'))).toBe(before)
    for (const one of lying)
      expect(await textAt(one.where)).toBe(one.before + one.token + one.after)
    const { stdout, code } = await hubkey(['doctor'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/✗ git asks a credential helper that is not there: \/nowhere\/node\./)
    expect(stdout).toMatch(/\nNext: hubkey doctor --fix\n$/)
  })

  test('says what it does, mends it, and leaves every other byte', async () => {
    const untouched = home.places.filter(({ piece }) => piece !== undefined)
    const texts = await Promise.all(untouched.map(async ({ where }) => textAt(where)))
    const result = await hubkey(['doctor', '--fix', '--in', home.envFile])
    expect(result.stderr).toContain(`Set ${home.envFile} to 0600.`)
    expect(result.stdout).toMatch(/^\d+ things were mended\.\n/)
    expect((await visit()).findings).toEqual([])
    for (const one of lying) {
      const rest = one.token === first ? restOf(one) : one.before + one.token + one.after
      expect(await textAt(one.where)).toBe(rest)
    }
    expect(await Promise.all(untouched.map(async ({ where }) => textAt(where)))).toEqual(texts)
    expect((await stat(home.envFile)).mode & 0o777).toBe(0o600)
    const config = (await textAt(join(session.home, '.gitconfig')))!
    expect(config).toContain('useHttpPath = true')
    expect(config).toContain('helper = store')
    expect(config).not.toContain('/nowhere')
    // git can be told to use it, and it is Hubkey that answers.
    const fill = promisify(execFile)('git', ['credential', 'fill'], {
      env: { ...session.env, HF_ENDPOINT: hub.url, GIT_TERMINAL_PROMPT: '0' },
    })
    const { protocol, host } = new URL(hub.url)
    fill.child.stdin?.end(`protocol=${protocol.slice(0, -1)}\nhost=${host}\npath=a/b\n\n`)
    expect((await fill).stdout).toContain(`password=${second}`)
  })

  test('tells the session’s part in a missing keyring, a proxy, a mirror, an old hf', async () => {
    const none = { DBUS_SESSION_BUS_ADDRESS: '', XDG_RUNTIME_DIR: '' }
    const absent = await visit([], none)
    expect(absent.findings.find(({ id }) => id === 'keyring-absent')?.reason).toContain(
      'no session bus',
    )
    const mirror = { HF_ENDPOINT: 'https://mirror.invalid' }
    expect(kinds(await visit([], { ...mirror, HTTPS_PROXY: 'ftp://x' }))).toContain(
      'proxy-unusable',
    )
    const bin = session.env['PATH']!.split(':')[0]!
    await leave(join(bin, 'hf'), "#!/bin/sh\necho 'huggingface_hub version: 0.25.2'\n", 0o755)
    const old = kinds(await visit([], mirror))
    expect(old).toEqual(expect.arrayContaining(['hf-old', 'mirror-not-trusted']))
    await leave(join(bin, 'hf'), "#!/bin/sh\necho '1.2.0'\n", 0o755)
    const shadowed = await visit([], { HF_TOKEN: home.places[0]!.token })
    expect(kinds(shadowed)).toEqual(['shadowed'])
  })
})

describe('hubkey doctor --report', () => {
  test('holds findings and counts, and no secret, no name and no path', async () => {
    const path = join(session.home, 'canary-folder/.env')
    await leave(path, `HF_TOKEN=${second}\n`, 0o644)
    await chmod(join(session.home, '.ollama/id_ed25519'), 0o644)
    const { stdout, code } = await hubkey(['doctor', '--report'], {
      env: { XDG_CURRENT_DESKTOP: 'canary of mine', USER: 'canary-user' },
    })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Hubkey \d+\.\d+\.\d+, Node \d+/)
    expect(stdout).toContain('- 1 × huggingface keyring current\n')
    expect(stdout).toContain('- warning: mode\n')
    for (const secret of ['canary', session.home, 'ada', 'default', hub.url, ...tokens]) {
      expect(stdout).not.toContain(secret)
    }
    expect(stdout).not.toMatch(/\b[0-9a-f]{8}\b/)
  })
})
