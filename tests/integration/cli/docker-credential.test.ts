import { spawn } from 'node:child_process'
import { access, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { version } from '../../../package.json'
import { cliScript, resultOf, runCli, type CliResult } from '../../fixtures/cli.ts'
import { DockerClient } from '../../fixtures/docker-client.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import {
  freezeKeyring,
  lockKeyring,
  lookUpSecret,
  unlockKeyring,
} from '../../fixtures/keyring-session.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'
import { newKey } from '../../fixtures/ngc-double/keys.ts'
import { startNgcDouble, type NgcDouble } from '../../fixtures/ngc-double/ngc-double.ts'

const standIns = join(import.meta.dirname, '../../fixtures/bin')
const notFound = 'credentials not found in native keychain\n'

let session: DesktopSession
let nvidia: NgcDouble
let key: string
let env: Record<string, string>

beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  nvidia = await startNgcDouble()
  key = nvidia.key('personal')
  env = {
    ...session.env,
    PATH: `${session.home}/.local/bin:${standIns}:${session.env['PATH'] ?? ''}`,
    STANDIN_FOLDER: join(session.home, 'standin'),
    HUBKEY_NGC_API: nvidia.url,
  }
  await hubkey(['login', 'ngc', '--stdin'], key)
})
afterAll(async () => {
  await nvidia.close()
  await session.close()
})

async function hubkey(args: readonly string[], stdin = ''): Promise<CliResult> {
  return await runCli({ env }, args, { stdin })
}

/** Docker's helper as an installed package has it. */
async function helper(args: readonly string[], stdin = ''): Promise<CliResult> {
  const program = join(dirname(cliScript), 'docker-credential-hubkey.cjs')
  const child = spawn(process.execPath, [program, ...args], { env })
  child.stdin.on('error', () => undefined)
  child.stdin.end(stdin)
  return await resultOf(child)
}

const storing = (more: Record<string, string> = {}): string =>
  JSON.stringify({ ServerURL: 'nvcr.io', Username: '$oauthtoken', Secret: key, ...more })

describe('docker’s protocol', () => {
  it.each(['nvcr.io', 'https://nvcr.io', 'https://nvcr.io/v1/', 'NVCR.io\n'])(
    'get answers for %j with the key, under the name that NVIDIA wants',
    async (server) => {
      const { code, stdout, stderr } = await helper(['get'], server)
      expect(JSON.parse(stdout)).toEqual({
        ServerURL: server.trim(),
        Username: '$oauthtoken',
        Secret: key,
      })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    },
  )

  it.each<[string, readonly string[], () => string, string]>([
    ['get for another registry', ['get'], () => 'https://index.docker.io/v1/', notFound],
    ['get for a look-alike', ['get'], () => 'nvcr.io.example.org', notFound],
    ['get for nothing', ['get'], () => '', 'no credentials server URL\n'],
    ['store of no JSON', ['store'], () => '{', 'what is to be stored is not JSON'],
    ['store of another shape', ['store'], () => '[1]', 'what is to be stored is not JSON'],
    ['store for no server', ['store'], () => storing({ ServerURL: '' }), 'no credentials server'],
    ['store for no user', ['store'], () => storing({ Username: '' }), 'no credentials username'],
    ['store for another registry', ['store'], () => storing({ ServerURL: 'x' }), 'nvcr.io only'],
    ['store of another key', ['store'], () => storing({ Secret: newKey() }), 'hubkey login ngc'],
    ['erase for another registry', ['erase'], () => 'ghcr.io', notFound],
    ['erase for nothing', ['erase'], () => '', 'no credentials server URL\n'],
    ['erase of what Hubkey holds', ['erase'], () => 'nvcr.io', 'hubkey clear ngc'],
    ['an unknown verb', ['frobnicate'], () => '', 'unknown credential action `frobnicate`\n'],
    ['no verb', [], () => '', 'Usage: docker-credential-hubkey <store|get|erase|list|version>'],
  ])('%s is said on standard output, with code 1', async (_what, args, stdin, words) => {
    const { code, stdout, stderr } = await helper(args, stdin())
    expect(stdout).toContain(words)
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    // Whatever docker said, the vault has the key still.
    expect(await lookUpSecret({ env }, 'ngc:default')).toBe(key)
  })

  it('store of the very key is fine, for docker then has what it wants', async () => {
    expect(await helper(['store'], storing())).toMatchObject({ code: 0, stdout: '\n' })
  })

  it('list names the registry and the user, version the version', async () => {
    const list = await helper(['list'])
    expect(JSON.parse(list.stdout)).toEqual({ 'nvcr.io': '$oauthtoken' })
    expect(list.code).toBe(0)
    const said = await helper(['version'])
    expect(said).toMatchObject({ code: 0, stdout: `docker-credential-hubkey ${version}\n` })
  })

  it('a keyring that is locked, or does not answer, is said, and soon', async () => {
    await lockKeyring({ env })
    const locked = await helper(['get'], 'nvcr.io')
    await unlockKeyring({ env })
    expect(locked).toMatchObject({ code: 1, stderr: '' })
    expect(locked.stdout).toContain('The keyring is locked')
    expect(locked.stdout).toContain('hubkey keyring unlock')
    const thaw = await freezeKeyring({ env })
    const hung = await helper(['get'], 'nvcr.io')
    thaw()
    expect(hung).toMatchObject({ code: 1, stderr: '' })
    expect(hung.stdout).toContain('The keyring does not answer')
  })
})

describe('switched on, with other helpers beside it', () => {
  const docker = (): DockerClient => new DockerClient(env)
  const launcher = (): string => join(session.home, '.local/bin/docker-credential-hubkey')
  const path = (): string => join(session.home, '.docker/config.json')
  /** As docker writes it: a tab, no last line end, and Go's way with `&`. */
  const before =
    '{\n\t"auths": {\n\t\t"ghcr.io": {}\n\t},\n\t"HttpHeaders": {\n\t\t"X": "a\\u0026b"\n\t},\n' +
    '\t"credsStore": "standin",\n\t"credHelpers": {\n\t\t"ghcr.io": "standin"\n\t}\n}'

  beforeEach(async () => {
    await mkdir(dirname(path()), { recursive: true })
    await writeFile(path(), before)
    const other = { ServerURL: 'ghcr.io', Username: 'ada', Secret: 'other' }
    const child = spawn('docker-credential-standin', ['store'], { env })
    child.stdin.end(JSON.stringify(other))
    await resultOf(child)
  })
  afterEach(async () => {
    await hubkey(['sinks', '--off', 'docker'])
  })

  it('docker asks Hubkey for NVIDIA’s registry alone, and leaves without a trace', async () => {
    // A key that docker login left before, in the store that docker uses.
    await hubkey(['sinks', '--on', 'docker'])
    expect(await huntFor(key).folder(join(session.home, 'standin'))).not.toEqual([])
    await writeFile(path(), before)

    const on = await hubkey(['sinks', '--on', 'docker', '--as', 'helper', '--json'])
    const sinks = on.json()['sinks'] as { id: string }[]
    expect(sinks.find(({ id }) => id === 'docker')).toMatchObject({
      ...{ on: true, way: 'helper', state: 'current', copies: [] },
    })
    expect(await docker().credentialFor('nvcr.io')).toEqual({
      username: '$oauthtoken',
      password: key,
    })
    expect(await docker().credentialFor('ghcr.io')).toMatchObject({ username: 'ada' })
    expect(await docker().credentialFor('quay.io')).toBeNull()
    expect(await huntFor(key).folder(session.home)).toEqual([
      // The keyring's own file is encrypted; nothing else has it either.
    ])
    const added = before.replace(
      '"ghcr.io": "standin"',
      '"ghcr.io": "standin",\n\t\t"nvcr.io": "hubkey"',
    )
    expect(await readFile(path(), 'utf8')).toBe(added)

    await hubkey(['sinks', '--off', 'docker'])
    expect(await readFile(path(), 'utf8')).toBe(before)
    await expect(access(launcher())).rejects.toThrow('ENOENT')
  })

  it('what the user had for this registry stands there again afterwards', async () => {
    const own = before.replace('"ghcr.io": "standin"', '"nvcr.io": "standin"')
    await writeFile(path(), own)
    await hubkey(['sinks', '--on', 'docker', '--as', 'helper'])
    await hubkey(['sinks', '--on', 'docker', '--as', 'helper'])
    expect(await readFile(path(), 'utf8')).toBe(
      own.replace('"nvcr.io": "standin"', '"nvcr.io": "hubkey"'),
    )
    await hubkey(['sinks', '--off', 'docker'])
    expect(await readFile(path(), 'utf8')).toBe(own)
  })

  it('the very next pull after a rotation has the new key, and after a clear none', async () => {
    await hubkey(['sinks', '--on', 'docker', '--as', 'helper'])
    const next = nvidia.key('service')
    expect((await hubkey(['rotate', 'ngc', '--stdin'], next)).code).toBe(0)
    expect(await docker().credentialFor('nvcr.io')).toMatchObject({ password: next })
    await expect(docker().erase('nvcr.io')).rejects.toThrow('hubkey clear ngc')
    await hubkey(['clear', 'ngc'])
    expect(await docker().credentialFor('nvcr.io')).toBeNull()
    await expect(docker().erase('nvcr.io')).rejects.toThrow('not found in native keychain')
    expect((await helper(['list'])).stdout).toBe('{}\n')
    await hubkey(['login', 'ngc', '--stdin'], key)
    await docker().store('nvcr.io', { username: '$oauthtoken', password: key })
  })

  it('a program of that name that somebody else put on PATH is used, not replaced', async () => {
    const own = '#!/bin/sh\necho "{}"\n'
    await mkdir(dirname(launcher()), { recursive: true })
    await writeFile(launcher(), own, { mode: 0o755 })
    expect((await hubkey(['sinks', '--on', 'docker', '--as', 'helper'])).code).toBe(0)
    await hubkey(['sinks', '--off', 'docker'])
    expect(await readFile(launcher(), 'utf8')).toBe(own)
  })

  it('without a folder of one’s own on PATH nothing is changed, and the next step is said', async () => {
    const PATH = session.env['PATH'] ?? ''
    const words = ['sinks', '--on', 'docker', '--as', 'helper', '--json']
    const { code, stdout } = await runCli({ env: { ...env, PATH } }, words)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'sink-failed' } })
    expect(stdout).toContain('Put ~/.local/bin on PATH')
    expect(code).toBe(1)
    expect(await readFile(path(), 'utf8')).toBe(before)
  })
})

it('a tool that can only keep a copy is not made to ask', async () => {
  const result = await hubkey(['sinks', '--on', 'hf', '--as', 'helper', '--json'])
  expect(result.json()).toMatchObject({ ok: false, error: { code: 'sink-keeps-copies' } })
  expect(await hubkey(['sinks', '--on', 'git', '--as', 'x'])).toMatchObject({ code: 64 })
})
