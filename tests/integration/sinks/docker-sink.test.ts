import { chmod, readdir, readFile, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Secret } from '../../../electron/redaction/secret.ts'
import { dockerSink } from '../../../electron/sinks/docker/docker-sink.ts'
import { codeOr, textOf } from '../credentials/setting.ts'
import { leave, openSinkSetting, writing, type SinkSetting } from './sink-setting.ts'

const standIns = join(import.meta.dirname, '../../fixtures/bin')

let setting: SinkSetting
let path: string
let kept: string
let ours: Secret
let older: Secret

beforeEach(async () => {
  setting = await openSinkSetting({ PATH: `${standIns}:${process.env['PATH'] ?? ''}` })
  kept = join(setting.home, 'standin')
  Object.assign(setting.env, { STANDIN_FOLDER: kept })
  path = join(setting.home, '.docker/config.json')
  ours = setting.redactor.guard(madeUpKey('n'))
  older = setting.redactor.guard(madeUpKey('o'))
})
afterEach(async () => {
  await setting.remove()
})

/** A key of the right shape, told apart by its last letter. */
function madeUpKey(letter: string): string {
  return `nvapi-${letter.repeat(64)}`
}

function authOf(secret: Secret, username = '$oauthtoken'): string {
  return Buffer.from(`${username}:${secret.reveal()}`).toString('base64')
}

async function copies(): Promise<readonly string[]> {
  const found = await dockerSink.read(setting.needs)
  return found.map(({ secret, where, username, active }) => {
    const place = where.replace(setting.home, '~')
    return `${active ? '*' : ''}${place} ${username ?? ''} ${secret.reveal().at(-1) ?? ''}`
  })
}

async function config(): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'))
}

describe('without a program for credentials', () => {
  it('the key goes into a private file, as docker login leaves it', async () => {
    expect(await copies()).toEqual([])
    await dockerSink.write(writing(ours), setting.needs)
    expect(await textOf(path)).toBe(
      `{\n\t"auths": {\n\t\t"nvcr.io": {\n\t\t\t"auth": "${authOf(ours)}"\n\t\t}\n\t}\n}`,
    )
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700)
    expect(await copies()).toEqual(['*~/.docker/config.json $oauthtoken n'])
    expect(await dockerSink.read(setting.needs)).toMatchObject([{ mode: '0600' }])
  })

  it('everything else stays as it was, order and indent included', async () => {
    const other = { 'ghcr.io': { auth: 'eDp5', email: 'a@example.org' } }
    const rest = { HttpHeaders: { 'User-Agent': 'x' }, detachKeys: 'ctrl-e', aZ: [1, { b: null }] }
    await leave(
      path,
      `${JSON.stringify({ ...rest, auths: other, currentContext: 'c' }, null, 2)}\n`,
    )
    await chmod(join(path, '..'), 0o755)
    await dockerSink.write(writing(ours), setting.needs)
    const auths = { ...other, 'nvcr.io': { auth: authOf(ours) } }
    const after = { ...rest, auths, currentContext: 'c' }
    expect(await textOf(path)).toBe(`${JSON.stringify(after, null, 2)}\n`)
    expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o755)
    await dockerSink.erase({ secret: ours }, setting.needs)
    expect(await textOf(path)).toBe(
      `${JSON.stringify({ ...rest, auths: other, currentContext: 'c' }, null, 2)}\n`,
    )
  })

  it('an older key goes, under every name that docker may have filed it', async () => {
    const auth = authOf(older)
    await leave(
      path,
      JSON.stringify({ auths: { 'https://nvcr.io': { auth }, 'nvcr.io': { auth, email: 'x' } } }),
    )
    await dockerSink.write(writing(ours, { replaces: [older] }), setting.needs)
    expect(await config()).toEqual({ auths: { 'nvcr.io': { auth: authOf(ours) } } })
  })

  it('only the very key is erased', async () => {
    await leave(path, JSON.stringify({ auths: { 'nvcr.io': { auth: authOf(older) } } }))
    const before = await textOf(path)
    await dockerSink.erase({ secret: ours }, setting.needs)
    expect(await textOf(path)).toBe(before)
    await dockerSink.erase({ secret: older }, setting.needs)
    expect(await config()).toEqual({ auths: {} })
    expect(await readdir(join(path, '..'))).toEqual(['config.json'])
  })

  it('DOCKER_CONFIG, HUBKEY_NVCR and a link are followed', async () => {
    const mine = join(setting.home, 'mine')
    await leave(join(setting.home, 'dotfiles/docker.json'), '{}')
    await leave(join(mine, 'x'), '')
    await symlink(join(setting.home, 'dotfiles/docker.json'), join(mine, 'config.json'))
    Object.assign(setting.env, { DOCKER_CONFIG: mine, HUBKEY_NVCR: 'https://127.0.0.1:5000/' })
    await dockerSink.write(writing(ours), setting.needs)
    expect(await textOf(join(setting.home, 'dotfiles/docker.json'))).toContain('127.0.0.1:5000')
  })

  it.each(['{', '[]', '{"auths":[]}', '{"credsStore":1}'])(
    'a file that docker could not read either (%s) is left alone',
    async (text) => {
      await leave(path, text)
      expect(await codeOr(dockerSink.read(setting.needs))).toBe('store-unreadable')
      expect(await codeOr(dockerSink.write(writing(ours), setting.needs))).toBe('store-unreadable')
      expect(await textOf(path)).toBe(text)
    },
  )
})

describe.each([
  ['credsStore', { credsStore: 'standin' }],
  ['credHelpers', { credHelpers: { 'nvcr.io': 'standin' }, credsStore: 'missing' }],
])('with a program named by %s', (_what, named) => {
  beforeEach(async () => {
    await leave(path, JSON.stringify(named))
  })

  it('the key goes there and nowhere else', async () => {
    expect(await copies()).toEqual([])
    await dockerSink.write(writing(ours), setting.needs)
    expect(await copies()).toEqual(['*docker-credential-standin $oauthtoken n'])
    expect(await config()).toEqual({ ...named, auths: { 'nvcr.io': {} } })
    // Not in its arguments, where every process could see it.
    expect(await textOf(join(kept, 'calls'))).toMatch(/^((get|store)\n)+$/)
  })

  it('the older key is replaced, in the file too, and the very key is erased', async () => {
    const auths = { 'nvcr.io': { auth: authOf(older) } }
    await leave(path, JSON.stringify({ ...named, auths }))
    await dockerSink.write(writing(older), setting.needs)
    expect(await copies()).toEqual([
      '*docker-credential-standin $oauthtoken o',
      '~/.docker/config.json $oauthtoken o',
    ])
    await dockerSink.write(writing(ours, { replaces: [older] }), setting.needs)
    expect(await copies()).toEqual(['*docker-credential-standin $oauthtoken n'])
    await dockerSink.erase({ secret: older }, setting.needs)
    expect(await copies()).toEqual(['*docker-credential-standin $oauthtoken n'])
    await dockerSink.erase({ secret: ours }, setting.needs)
    expect(await copies()).toEqual([])
  })

  it('a program that keeps the key is told of', async () => {
    await dockerSink.write(writing(ours), setting.needs)
    await leave(join(kept, 'stubborn'), '')
    expect(await codeOr(dockerSink.erase({ secret: ours }, setting.needs))).toBe(
      'store-write-failed',
    )
  })
})

it.each([
  ['is missing', 'not-there', 'not installed'],
  ['has a name that is a path', '../evil', 'strange name'],
])('a program that %s is a failure in plain words', async (_what, credsStore, reason) => {
  await leave(path, JSON.stringify({ credsStore }))
  await expect(dockerSink.read(setting.needs)).rejects.toThrow(reason)
  await expect(dockerSink.write(writing(ours), setting.needs)).rejects.toThrow(reason)
})
