import { execFileSync } from 'node:child_process'
import { chown, link, lstat, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { importForeign } from '../../../electron/foreign/import-foreign.ts'
import { listForeign } from '../../../electron/foreign/list-foreign.ts'
import { removeForeign } from '../../../electron/foreign/remove-foreign.ts'
import { createNodeHost } from '../../../electron/node-host.ts'
import type { ForeignView } from '../../../shared/domain/foreign.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { configureGit, leave, randomKey, textAt } from '../../fixtures/foreign-home.ts'
import { codeOr, settingFor, type Setting } from '../credentials/setting.ts'

/** Every file that is looked into, and the one that the user names. */
const places = [
  '.cache/huggingface/token',
  '.cache/huggingface/stored_tokens',
  '.git-credentials',
  '.config/git/credentials',
  '.ngc/config',
  '.docker/config.json',
  '.config/xr-ai/credentials.json',
  '.halo-forge/secrets/huggingface_token',
  'named.env',
]

let session: DesktopSession
let setting: Setting

beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
})
afterAll(async () => session.close())
beforeEach(async () => {
  // Nobody listens at these ports, and what is stored lies in the file.
  const nowhere = { HF_ENDPOINT: 'http://127.0.0.1:1', HUBKEY_NGC_API: 'http://127.0.0.1:1' }
  const env = { ...session.env, ...nowhere, HUBKEY_KEYRING: 'off' }
  setting = settingFor(env, createNodeHost(session.home))
  await mkdir(session.home, { recursive: true })
})
afterEach(async () => {
  for (const name of await readdir(session.home)) {
    await rm(join(session.home, name), { recursive: true, force: true })
  }
})

const named = (): string[] => [join(session.home, 'named.env')]

async function list(): Promise<ForeignView> {
  return listForeign({ files: named() }, setting.needs)
}

describe.each(places)('in place of %s', (place) => {
  const path = (): string => join(session.home, place)
  const problemHere = async (): Promise<string | undefined> => {
    const { tokens, problems } = await list()
    expect(tokens.filter(({ where }) => where === path())).toEqual([])
    return problems.find(({ where }) => where === path())?.error.code
  }

  test('a FIFO, a folder or a link in a circle is a problem, and nothing hangs', async () => {
    await mkdir(dirname(path()), { recursive: true })
    execFileSync('mkfifo', [path()])
    expect(await problemHere()).toBe('store-unreadable')
    await rm(path())
    await mkdir(path())
    expect(await problemHere()).toBe('store-unreadable')
    await rm(path(), { recursive: true })
    await symlink(path(), path())
    expect(await problemHere()).toBe('store-unreadable')
  })

  test('a line of a megabyte, a NUL or more than is read changes nothing', async () => {
    for (const text of [
      'a'.repeat(1_000_000),
      `HF_TOKEN=${'b'.repeat(20)}\0`,
      '{'.repeat(2 << 20),
    ]) {
      await leave(path(), text)
      const { tokens } = await list()
      expect(tokens.filter(({ where }) => where === path())).toEqual([])
      expect(await textAt(path())).toBe(text)
    }
  })
})

test.each([
  ['.docker/config.json', '{"auths":'],
  ['.docker/config.json', '{"auths":[1]}'],
  ['.config/xr-ai/credentials.json', '[]'],
  ['.ngc/config', 'apikey = x\n'],
  ['.cache/huggingface/stored_tokens', '[a]\nhf_token = x\n[a]\n'],
])('%s with %j is a problem, and stays', async (place, text) => {
  const path = join(session.home, place)
  await leave(path, text)
  const { problems } = await list()
  const here = problems.filter(({ where }) => where === path)
  expect(here.map(({ error }) => error.code)).toEqual(['foreign-unclear'])
  expect(await textAt(path)).toBe(text)
})

describe('a token that is there, in a file that must not be rewritten', () => {
  async function imported(text: string): Promise<string> {
    const path = join(session.home, 'named.env')
    await leave(path, text)
    const { id } = (await list()).tokens[0]!
    await importForeign({ id, files: named() }, setting.needs)
    return id
  }
  const remove = async (id: string): Promise<unknown> =>
    codeOr(removeForeign({ id, files: named() }, setting.needs))

  // Only root can give a file away.
  test.runIf(process.getuid?.() === 0)("another user's", async () => {
    const path = join(session.home, 'named.env')
    const text = `NGC_API_KEY=${randomKey()}\n`
    const id = await imported(text)
    await chown(path, 12345, 12345)
    expect(await remove(id)).toBe('foreign-stays')
    expect(await textAt(path)).toBe(text)
  })

  test('with a second name, with bytes that are no UTF-8, inside of another value', async () => {
    const path = join(session.home, 'named.env')
    const text = `NGC_API_KEY=${randomKey()}\n`
    const id = await imported(text)
    await link(path, `${path}-too`)
    expect(await remove(id)).toBe('foreign-stays')
    await rm(`${path}-too`)
    await writeFile(path, Buffer.concat([Buffer.from(text), Buffer.from([0x23, 0xe9, 0x0a])]))
    expect(await remove(id)).toBe('foreign-stays')
    await leave(path, `BLOB="\n${text}"\n`)
    expect(await remove(id)).toBe('foreign-stays')
    expect(await textAt(path)).toBe(`BLOB="\n${text}"\n`)
  })

  test('a link is followed, and stays a link', async () => {
    const path = join(session.home, 'named.env')
    const id = await imported(`A=1\nNGC_API_KEY=${randomKey()}\nB=2\n`)
    execFileSync('mv', [path, `${path}-real`])
    await symlink(`${path}-real`, path)
    expect(await remove(id)).toMatchObject({ keptAs: ['default'] })
    expect((await lstat(path)).isSymbolicLink()).toBe(true)
    expect(await textAt(`${path}-real`)).toBe('A=1\nB=2\n')
  })
})

test('a git helper that asks, hangs or floods is not waited for', async () => {
  await configureGit(session, 'credential.helper', '!sleep 600')
  await configureGit(session, 'credential.helper', '!yes password=aaaaaaaaaaaa')
  const { problems } = await list()
  const codes = problems.filter(({ tool }) => tool === 'git').map(({ error }) => error.code)
  expect(codes).toContain('foreign-helper-silent')
})
