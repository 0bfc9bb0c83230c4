import { execFile } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DoctorViewSchema, type DoctorView } from '../../../shared/domain/doctor.ts'
import { WhereViewSchema, type WhereView } from '../../../shared/domain/where.ts'
import { runCli, type CliResult } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { configureGit, furnish, leave, type ForeignHome } from '../../fixtures/foreign-home.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'
import { startNgcDouble, type NgcDouble } from '../../fixtures/ngc-double/ngc-double.ts'
import { furnishEditorsAndShells, restOf, type Lying } from '../../fixtures/whole-home.ts'

/** A home with a token in every place that Hubkey knows, each of which was revoked but Hubkey's own. */

let session: DesktopSession
let hub: HubDouble
let nvidia: NgcDouble
let home: ForeignHome
let lying: readonly Lying[]
const labels: string[] = []
const hf = (label: string): string => {
  labels.push(label)
  return hub.addToken({ label, kind: 'read', owner: 'ada' })
}
const tokens: string[] = []

beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  ;[hub, nvidia] = [await startHubDouble(), await startNgcDouble()]
  home = await furnish(session, hub)
  labels.push('active', 'named', 'halo', 'git-line', 'git-other', 'git-helper', 'xr', 'env')
  lying = await furnishEditorsAndShells(session, hf)
  const underAda = hf('under-ada')
  const { protocol, host } = new URL(hub.url)
  const byName = join(session.home, 'by-name')
  await leave(byName, `${protocol}//ada:${underAda}@${host.replace(':', '%3a')}\n`)
  await configureGit(session, 'credential.helper', `store --file ${byName}`)
  await promisify(execFile)('git', ['lfs', 'install', '--skip-repo'], { env: session.env })
  await leave(join(session.home, '.ollama/id_ed25519'), 'OPENSSH', 0o644)
  // What hf renews itself is its own to take away, and lives on.
  hub.addToken({ label: 'login', kind: 'oauth', owner: 'ada', value: home.login.token })
  const [kept, filed] = ['kept', 'filed'].map((label) =>
    hub.addToken({ label, kind: 'read', owner: 'ada' }),
  )
  await hubkey(['login', '--stdin'], { stdin: kept! })
  await hubkey(['login', '--stdin', '--name', 'filed'], {
    stdin: filed!,
    env: { HUBKEY_KEYRING: 'off' },
  })
  tokens.push(...[...home.places, home.login, ...lying].map(({ token }) => token))
  tokens.push(underAda, kept!, filed!)
})
afterAll(async () => {
  await Promise.all([hub.close(), nvidia.close()])
  await session.close()
})

async function hubkey(
  args: readonly string[],
  { stdin = '', env = {} }: { stdin?: string; env?: Record<string, string> } = {},
): Promise<CliResult> {
  // The registry by its real name, which is never asked about a key that the key service refuses.
  const world = { HF_ENDPOINT: hub.url, HUBKEY_NGC_API: nvidia.url }
  const bare = { DISPLAY: '', WAYLAND_DISPLAY: '' }
  const result = await runCli(session, args, { stdin, env: { ...world, ...bare, ...env } })
  for (const token of tokens) {
    expect(huntFor(token).text(result.stdout + result.stderr)).toBe(false)
  }
  return result
}

const inProject = (): readonly string[] => ['--in', join(session.home, 'project')]

async function look(args: readonly string[], env: Record<string, string> = {}): Promise<WhereView> {
  const result = await hubkey(['where', '--json', ...inProject(), ...args], { env })
  return WhereViewSchema.parse(result.json())
}

async function visit(...args: readonly string[]): Promise<DoctorView> {
  const result = await hubkey(['doctor', '--json', ...inProject(), ...args])
  return DoctorViewSchema.parse(result.json())
}

/** Every file but Hubkey's and the keyring's own: its mode and its bytes, by path. */
async function everyFile(): Promise<Map<string, string>> {
  const entries = await readdir(session.home, { recursive: true, withFileTypes: true })
  const own = /\/(?:\.config\/hubkey|\.local\/state\/hubkey|\.local\/share\/keyrings)(?:\/|$)/
  const files = new Map<string, string>()
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || own.test(path)) continue
    const mode = ((await stat(path)).mode & 0o777).toString(8)
    files.set(path, `${mode} ${await readFile(path, 'latin1')}`)
  }
  return files
}

/** What is left of the home once each revoked token is taken out, and each open file made private. */
function mended(before: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const after = new Map(before)
  const change = (path: string, to: (text: string) => string): void => {
    after.set(path, to(after.get(path) ?? ''))
  }
  for (const { where, piece } of home.places) {
    if (piece === null) after.delete(where)
    else if (piece !== undefined) change(where, (text) => text.replace(piece, ''))
  }
  for (const one of lying) {
    change(one.where, (text) => text.replace(one.before + one.token + one.after, restOf(one)))
  }
  // Behind git's and Docker's helpers: each took its own entry out.
  for (const name of ['other-credentials', 'by-name']) {
    change(join(session.home, name), (text) => text.replace(/ .*$/s, ' '))
  }
  after.delete(join(session.home, 'docker-login.json'))
  // A token was in there, or it is Ollama's key: nobody else reads it now.
  const paths = [...home.places, ...lying].map(({ where }) => where)
  for (const path of [...paths, join(session.home, '.ollama/id_ed25519')]) {
    if (after.has(path)) change(path, (text) => text.replace(/^6[0-7]{2} /, '600 '))
  }
  return after
}

test('every place that Hubkey knows is found, with the environment that a shell and a unit set', async () => {
  const [bashrc, unit] = ['.bashrc', '50-ngc.conf'].map((end) =>
    lying.find(({ where }) => where.endsWith(end))!,
  )
  const { copies, ollamaKey, problems } = await look([], {
    HF_TOKEN: bashrc!.token,
    NGC_API_KEY: unit!.token,
  })
  const seen = copies.map(({ place, where, name }) => [place, where, name])
  const expected = [
    ...home.places.map(({ tool, where, name }) => [tool, where, name]),
    ['hf', home.login.where, home.login.name],
    ...lying.map(({ place, where, name }) => [place, where, name]),
    ['git', 'git credential helper store', 'ada'],
    ['keyring', 'the keyring', 'default'],
    ['file', join(session.home, '.config/hubkey/credentials.json'), 'filed'],
    ['environment', 'HF_TOKEN', null],
    ['environment', 'NGC_API_KEY', null],
  ]
  expect(seen.toSorted()).toEqual(expected.toSorted())
  expect(copies.find(({ where }) => where === 'HF_TOKEN')?.setBy).toEqual([bashrc!.where])
  expect(copies.find(({ where }) => where === 'NGC_API_KEY')?.setBy).toEqual([unit!.where])
  expect(ollamaKey).toMatchObject({ wide: true })
  expect(problems).toEqual([])
})

test('what was revoked is taken out everywhere, and the second visit finds nothing', async () => {
  for (const label of labels) hub.removeToken(label)
  const { copies } = await look(['--verify'])
  const standing = copies.map((copy) => [copy.place, copy.where, copy.name, copy.standing])
  const alive = (where: string, name: string | null): boolean =>
    ['the keyring', home.login.where].includes(where)
      ? name !== 'laptop'
      : where.endsWith('credentials.json') && name === 'filed'
  expect(standing).toEqual(
    copies.map(({ place, where, name }) => [
      ...[place, where, name],
      alive(where, name) ? (name === home.login.name ? 'unknown' : 'current') : 'dead',
    ]),
  )
  const before = await everyFile()
  const { fixed, findings } = await visit('--fix')
  expect(fixed.filter(({ problem }) => problem !== null)).toEqual([])
  expect(findings).toEqual([])
  const files = await everyFile()
  const lock = join(session.home, '.cache/huggingface/stored_tokens.lock')
  // hf's own, which it makes anew at each use.
  files.delete(lock)
  expect(Object.fromEntries(files)).toEqual(Object.fromEntries(mended(before)))
  expect((await visit()).findings).toEqual([])
  const left = (await look([])).copies.map(({ place, name }) => [place, name])
  expect(left.toSorted()).toEqual([
    ['file', 'filed'],
    ['hf', home.login.name],
    ['keyring', 'default'],
  ])
})
