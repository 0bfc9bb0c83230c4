import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, lstat, mkdir, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { version } from '../../../package.json'
import { createCore, type Core } from '../../../electron/app/core.ts'
import { answerCommands, type CommandSocket } from '../../../electron/cli/answer-commands.ts'
import { appSocket, greeting, mostQuestionBytes } from '../../../electron/cli/app-socket.ts'
import { findPaths } from '../../../electron/environment.ts'
import { createNodeHost } from '../../../electron/node-host.ts'
import { cliScript, runCli, type CliResult } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { lockKeyring, unlockKeyring } from '../../fixtures/keyring-session.ts'
import { makeLeanCli, type LeanCli } from '../../fixtures/lean-cli.ts'

let session: DesktopSession
let hub: HubDouble
let lean: LeanCli
let env: Readonly<Record<string, string>>
let path: string
let token: string
let running: CommandSocket | null = null
let stranger: Server | null = null

beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble()
  lean = await makeLeanCli()
  env = { ...session.env, HF_ENDPOINT: hub.url }
  path = appSocket(findPaths(env)) ?? ''
  token = hub.token('ada-read')
  await alone(['login', '--stdin'], token)
})
afterEach(async () => {
  running?.close()
  running = null
  const closed = stranger === null ? undefined : once(stranger, 'close')
  stranger?.close()
  await closed
  stranger = null
  await rm(path, { force: true })
})
afterAll(async () => {
  await lean.remove()
  await hub.close()
  await session.close()
})

const gitGet = ['git-credential', 'get']
const status = ['status', '--json']
const question = (): string => `protocol=http\nhost=${new URL(hub.url).host}\n\n`
const alone = async (args: readonly string[], stdin = '', more = {}): Promise<CliResult> =>
  runCli({ env }, args, { stdin, env: more })

/** The core of an app that was started in this session; which program it runs in makes no difference. */
function coreOf(more: Readonly<Record<string, string>> = {}): Core {
  const appEnv = { ...env, ...more }
  return createCore({
    ...{ env: appEnv, paths: findPaths(appEnv) },
    host: createNodeHost(join(dirname(cliScript), '..', 'main')),
    fetch: async (input, init) => fetch(input, init),
    clock: { now: () => new Date() },
  })
}

async function run(core = coreOf()): Promise<void> {
  running = await answerCommands(core)
  expect(running).not.toBeNull()
}

/** Times tell when somebody looked, and no two looks are at the same time. */
const untimed = ({ stdout, stderr, code }: CliResult): object => ({
  ...{ stderr, code },
  stdout: stdout.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then'),
})

describe('while the app runs', () => {
  it('it answers as the command itself would, and nobody else can ask', async () => {
    const before = await Promise.all([alone(status), alone(gitGet, question())])
    await run()
    expect((await lstat(path)).mode & 0o777).toBe(0o600)
    const answered = [
      await lean.run(status, { env }),
      await lean.run(gitGet, { env, stdin: question() }),
    ]
    expect(answered.map(untimed)).toEqual(before.map(untimed))
    expect(answered[1]?.stdout).toContain(`password=${token}`)
    const docker = await lean.run(['docker-credential', 'get'], { env, stdin: 'example.org' })
    expect(untimed(docker)).toEqual(
      untimed(await alone(['docker-credential', 'get'], 'example.org')),
    )
    expect(docker.stdout).toContain('credentials not found')
  })

  it('it goes by the environment of who asks', async () => {
    await run()
    const other = hub.token('ada-fine-grained')
    const home = join(session.home, 'other-hf')
    await mkdir(home, { recursive: true })
    await writeFile(join(home, 'token'), other)
    const mine = await lean.run(gitGet, { env: { ...env, HF_TOKEN: other }, stdin: question() })
    expect(mine.stdout).toContain(`password=${other}`)
    const asked = { ...env, HF_HOME: home, HF_TOKEN: other, HTTPS_PROXY: 'http://127.0.0.1:9' }
    const answered = await lean.run(status, { env: asked })
    expect(untimed(answered)).toEqual(untimed(await alone(status, '', asked)))
    const { stdout } = answered
    expect(stdout).toContain(join(home, 'token'))
    expect(stdout).not.toContain(other)
    expect((await lean.run(status, { env })).stdout).not.toContain(home)
  })

  it('it knows at once what another program has changed', async () => {
    await run()
    const next = hub.token('ada-fine-grained')
    const ask = async (): Promise<string> =>
      (await lean.run(gitGet, { env, stdin: question() })).stdout
    expect(await ask()).toContain(`password=${token}`)
    expect((await alone(['rotate', '--stdin'], next)).code).toBe(0)
    expect(await ask()).toContain(`password=${next}`)
    expect((await alone(['rotate', '--stdin'], token)).code).toBe(0)
    expect(await ask()).toContain(`password=${token}`)
  })

  it('a locked keyring is said in the same words, with no prompt and no wait', async () => {
    await run()
    await lockKeyring(session)
    try {
      const answered = await lean.run(gitGet, { env, stdin: question() })
      expect(untimed(answered)).toEqual(untimed(await alone(gitGet, question())))
      expect(answered.stderr).toContain('locked')
    } finally {
      await unlockKeyring(session)
    }
  })

  it.each([
    ['another word', ['accounts', '--json'], {}],
    ['words that change something', ['git-credential', 'erase'], {}],
    ['a status for people', ['status'], {}],
    ['a folder that depends on where one is', status, { HF_HOME: 'here' }],
    ['another keyring policy', status, { HUBKEY_KEYRING: 'off' }],
    ['another bus', status, { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' }],
    ['another install', status, { HUBKEY_STATE_DIR: '/nowhere/state' }],
  ])('%s is left to the command itself', async (_what, args, more) => {
    await run()
    expect((await lean.run(args, { env: { ...env, ...more } })).code).toBe(1)
    expect((await alone(args, '', more)).code).toBe(0)
  })
})

describe('a question', () => {
  /** What comes back for a text, up to the end of the connection. */
  async function say(text: string): Promise<string> {
    const socket = connect(path).setEncoding('utf8')
    let heard = ''
    socket.on('data', (piece: string) => (heard += piece))
    socket.on('error', () => undefined)
    socket.write(text)
    await new Promise((resolve) => socket.once('close', resolve))
    return heard
  }
  const self = { node: 'node', script: 'cli.cjs' }
  const asking = (change: object): string =>
    `${JSON.stringify({ version, argv: status, env, self, input: '', ...change })}\n`

  it('that is none is not answered, and the next one is', async () => {
    await run()
    for (const text of [
      '\n',
      'status\n',
      '[1]\n',
      asking({ version: '0.0.0' }),
      asking({ argv: ['exec', '--', 'id'] }),
      asking({ env: { HF_TOKEN: 1 } }),
      asking({ input: 'x'.repeat(64 * 1024 + 1) }),
      asking({ more: true }),
      'x'.repeat(mostQuestionBytes + 10),
    ]) {
      expect(await say(text)).toBe(greeting)
    }
    expect(await say(asking({}))).toContain('"code":0')
  })

  it('is waited for a while, and a crowd of askers is sent to help themselves', async () => {
    await run()
    const crowd = Array.from({ length: 40 }, async () => {
      const socket = connect(path).resume()
      socket.on('error', () => undefined)
      await new Promise((resolve) => socket.once('close', resolve))
    })
    expect((await alone(gitGet, question())).stdout).toContain(`password=${token}`)
    await Promise.all(crowd)
    expect((await lean.run(status, { env })).code).toBe(0)
  })
})

describe('the socket', () => {
  it('of an app that was killed is taken over, of one that runs it is not', async () => {
    const killed = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`
    spawnSync(process.execPath, ['-e', killed, path])
    expect((await lstat(path)).isSocket()).toBe(true)
    expect((await alone(gitGet, question())).stdout).toContain(`password=${token}`)
    await run()
    expect((await lean.run(status, { env })).code).toBe(0)
    expect(await answerCommands(coreOf())).toBeNull()
    expect((await lean.run(status, { env })).code).toBe(0)
  })

  it('goes with the app', async () => {
    await run()
    running?.close()
    await expect.poll(async () => lstat(path).catch(() => null)).toBeNull()
    expect((await alone(gitGet, question())).stdout).toContain(`password=${token}`)
  })

  it('is none where its path would be too long', async () => {
    const long = join(session.home, 'x'.repeat(100))
    expect(await answerCommands(coreOf({ HUBKEY_STATE_DIR: long }))).toBeNull()
  })
})

describe('what is no app', () => {
  const heard: string[] = []

  async function listen(serve: (socket: Socket) => void): Promise<void> {
    heard.length = 0
    stranger = createServer((socket) => {
      socket.on('data', (chunk) => heard.push(chunk.toString('utf8')))
      socket.on('error', () => undefined)
      serve(socket)
    }).listen(path)
    await once(stranger, 'listening')
    await chmod(path, 0o600)
  }

  it.each([
    ['says nothing', (): undefined => undefined],
    ['says something else', (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n')],
    ['ends at once', (socket: Socket) => socket.end()],
    ['greets and ends', (socket: Socket) => socket.end(greeting)],
    ['answers nonsense', (socket: Socket) => socket.end(`${greeting}{"code":"0"}\n`)],
    ['answers half', (socket: Socket) => socket.end(`${greeting}{"code":0,"stdout":"`)],
    [
      'answers without an end',
      (socket: Socket) => {
        socket.write(greeting)
        const flood = (): void => {
          while (socket.write('x'.repeat(65_536)));
          socket.once('drain', flood)
        }
        flood()
      },
    ],
  ])('that %s is done without', async (_what, serve) => {
    await listen(serve)
    const { stdout, stderr, code } = await alone(gitGet, question())
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
    expect(stdout).toContain(`password=${token}`)
  })

  it('in a folder that others may enter is told nothing', async () => {
    await listen((socket) => {
      socket.write(greeting)
      socket.once('data', () => socket.end())
    })
    await chmod(dirname(path), 0o755)
    const { code } = await lean.run(status, { env })
    expect({ code, heard }).toEqual({ code: 1, heard: [] })
    await chmod(dirname(path), 0o700)
    expect((await alone(status)).code).toBe(0)
    expect(heard.join('')).toContain('"argv":["status","--json"]')
  })
})
