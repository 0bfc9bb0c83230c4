import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RunView } from '../../../shared/domain/run.ts'
import { cliScript, resultOf, runCli, startCli, type CliResult } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { writeStandInDocker } from '../../fixtures/engines/stand-in-docker.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'
import { lookUpSecret } from '../../fixtures/keyring-session.ts'
import { startNgcDouble, type NgcDouble } from '../../fixtures/ngc-double/ngc-double.ts'
import { runInTerminal } from '../../fixtures/terminal.ts'

let session: DesktopSession
let hub: HubDouble
let ngc: NgcDouble
let thief: Server
let takenPort: number
let env: Record<string, string>

beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble()
  ngc = await startNgcDouble()
  thief = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => thief.once('listening', resolve))
  takenPort = (thief.address() as AddressInfo).port
  const bin = join(session.home, 'bin')
  await mkdir(bin)
  writeStandInDocker(bin)
  env = {
    HF_ENDPOINT: hub.url,
    HUBKEY_NGC_API: ngc.url,
    HUBKEY_NVCR: ngc.registry,
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
  }
})
afterAll(async () => {
  await new Promise((resolve) => thief.close(resolve))
  await hub.close()
  await ngc.close()
  await session.close()
})
afterEach(async () => {
  await hubkey(['stop', '--all'])
})

async function hubkey(args: readonly string[]): Promise<CliResult> {
  return runCli(session, args, { env })
}

async function write(...lines: readonly string[]): Promise<string> {
  const folder = join(session.home, '.config', 'hubkey')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'models.yaml')
  await writeFile(path, `${lines.join('\n')}\n`)
  return path
}

describe('hubkey presets', () => {
  it('lists them, shows one whole, and tells by line what cannot be used', async () => {
    const path = await write(
      `tiny: { model: ${SAMPLE.openModel}, file: tiny.gguf, autostart: true }`,
      'broken: { engine: none-such, model: a/b }',
    )
    const listed = await hubkey(['presets'])
    expect(listed.stdout).toBe(`tiny: embedded, ${SAMPLE.openModel}, any port, with the app\n`)
    expect(listed.stderr).toContain(`${path}:2:`)
    const shown = (await hubkey(['presets', 'show', 'tiny', '--json'])).json()
    expect(shown['preset']).toMatchObject({
      name: 'tiny',
      preset: { engine: 'embedded', revision: 'main', file: 'tiny.gguf', port: 0 },
    })
    const checked = await hubkey(['presets', 'check', '--json'])
    expect(checked.json()).toMatchObject({ ok: false, error: { code: 'preset-invalid' } })
    expect(checked.code).toBe(1)
    await write(`tiny: { model: ${SAMPLE.openModel} }`)
    const mended = await hubkey(['presets', 'check'])
    expect(mended).toMatchObject({ code: 0, stdout: `1 preset in ${path} can be used.\n` })
    const missing = await hubkey(['presets', 'show', 'large', '--json'])
    expect(missing.json()).toMatchObject({ ok: false, error: { code: 'preset-missing' } })
  })
})

describe('hubkey launch PRESET', () => {
  it('launches what it says, with what was said beside it', async () => {
    await write(`tiny: { model: ${SAMPLE.openModel}, port: ${takenPort} }`)
    const child = startCli(session, ['launch', 'tiny', '--port', '0', '--json'], { env })
    const line = await new Promise<string>((resolve) => {
      child.stdout?.once('data', (data: Buffer) => {
        resolve(data.toString())
      })
    })
    const { run } = JSON.parse(line) as { run: RunView }
    expect(run).toMatchObject({ state: 'ready', preset: 'tiny', repo: SAMPLE.openModel })
    expect(run.url).not.toContain(`:${takenPort}`)
    const models = await fetch(`${run.url ?? ''}/v1/models`)
    expect(models.status).toBe(200)
    // Listened for before: it may be over as soon as it was asked to be.
    const ended = resultOf(child)
    await hubkey(['stop', run.id])
    expect((await ended).code).toBe(0)
  })

  it('does not take a name that no preset has for a model', async () => {
    await write(`tiny: { model: ${SAMPLE.openModel} }`)
    const result = await hubkey(['launch', 'tyni', '--json'])
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'preset-missing' } })
  })

  it('tells with --check what would keep it from starting, and starts nothing', async () => {
    await write(
      `tiny: { model: ${SAMPLE.openModel} }`,
      `taken: { model: ${SAMPLE.openModel}, port: ${takenPort} }`,
    )
    const well = await hubkey(['launch', 'tiny', '--check', '--json'])
    expect(well.json()).toMatchObject({ ok: true, canLaunch: true })
    const ill = await hubkey(['launch', 'taken', '--check', '--json'])
    const { canLaunch, checks } = ill.json() as unknown as {
      canLaunch: boolean
      checks: { id: string; state: string; sentence: string }[]
    }
    expect([canLaunch, ill.code]).toEqual([false, 1])
    const problems = checks.filter(({ state }) => state === 'problem')
    expect(problems).toMatchObject([{ id: 'port' }])
    // Who has it is named: this very process.
    expect(problems[0]?.sentence).toContain(String(process.pid))
    expect((await hubkey(['ps', '--all', '--json'])).json()['runs']).toEqual([])
  })
})

it('a preset that is to persist goes on alone, and its log has colours at a terminal alone', async () => {
  const script = join(session.home, 'colourful.cjs')
  await writeFile(
    script,
    `process.stdout.write('10 %\\r\\u001b[32m90 %\\u001b[0m\\n\\u001b[2Kloaded\\n')
     require('node:http').createServer((_, reply) => reply.end()).listen(process.argv[2], '127.0.0.1')`,
  )
  const command = JSON.stringify([process.execPath, script, '{port}'])
  await write(`own: { engine: custom, model: acme/own, mode: persist, command: ${command} }`)
  const launched = (await hubkey(['launch', 'own', '--json'])).json()
  const run = launched['run'] as RunView
  expect(run).toMatchObject({ state: 'ready', detached: true, engine: 'custom', preset: 'own' })
  const again = (await hubkey(['launch', 'own', '--reuse', '--json'])).json()
  expect(again).toMatchObject({ reused: true, run: { id: run.id } })
  const { stdout } = await hubkey(['logs', run.id])
  expect(stdout).toMatch(/^90 %\nloaded$/m)
  expect(stdout).not.toContain('\u001b')
  const { shown } = await runInTerminal([cliScript, 'logs', run.id], { ...session.env, ...env })
  expect(shown).toContain('\u001b[32m90 %\u001b[0m')
  expect(shown).not.toContain('\u001b[2K')
  const plain = { ...session.env, ...env, NO_COLOR: '1' }
  expect((await runInTerminal([cliScript, 'logs', run.id], plain)).shown).not.toContain(
    '\u001b[32m',
  )
})

it('asks at a terminal for the key that a NIM cannot do without, once', async () => {
  await write('nim: { engine: nim, model: meta/llama3-8b-instruct, revision: 1.0.3 }')
  const key = ngc.key('personal')
  const inTerminal = async () =>
    runInTerminal([cliScript, 'launch', 'nim', '--check'], { ...session.env, ...env }, [])
  expect((await inTerminal()).shown).toContain('✗')
  const ask = /This needs a key of/
  const launched = async (acts: Parameters<typeof runInTerminal>[2]) =>
    runInTerminal([cliScript, 'launch', 'nim'], { ...session.env, ...env }, acts)
  const isServing = {
    after: /http:\/\/127\.0\.0\.1:\d+/,
    do: (terminal: { write: (text: string) => void }) => {
      terminal.write('\x03')
    },
  }
  const first = await launched([
    {
      after: /This needs a key of[^]*: /,
      do: (terminal) => {
        terminal.write(`${key}\r`)
      },
    },
    isServing,
  ])
  expect(first.shown).toMatch(ask)
  expect(first.shown).not.toContain(key)
  expect(await lookUpSecret(session, 'ngc:default')).toBe(key)
  const second = await launched([isServing])
  expect(second.shown).not.toMatch(ask)
  expect([first.code, second.code]).toEqual([0, 0])
})
