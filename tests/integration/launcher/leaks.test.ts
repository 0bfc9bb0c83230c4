import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { formsOf } from '../../../electron/redaction/forms.ts'
import type { LogLine } from '../../../shared/domain/run.ts'
import { createKit } from './launcher-kit.ts'
import { writeStandInEngine } from './stand-in-engine.ts'

const secret = `hf_${'cAnArY7q'.repeat(4)}zZ`
const inherited = {
  ...{ HF_TOKEN: secret, HUGGING_FACE_HUB_TOKEN: secret, NGC_API_KEY: secret, MY_SECRET: secret },
  ...{ LD_PRELOAD: '/nowhere.so', NODE_OPTIONS: '--inspect', PATH: process.env['PATH'] },
}
let scratch: string

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'hubkey-leaks-'))
  writeStandInEngine(scratch)
})
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true })
})

function leaked(text: Buffer): string[] {
  return formsOf(secret)
    .filter((form) => text.includes(form))
    .map((form) => form.toString('latin1'))
}

function everythingBelow(folder: string): Buffer {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  return Buffer.concat(
    files
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name))),
  )
}

it('lets no form of a secret that a server prints get anywhere', async () => {
  const banner = join(scratch, 'banner')
  writeFileSync(
    banner,
    Buffer.concat(
      formsOf(secret).flatMap((form) => [Buffer.from('token='), form, Buffer.from('\n')]),
    ),
  )
  expect(leaked(readFileSync(banner))).toHaveLength(formsOf(secret).length)
  const kit = createKit(scratch, `leak:${banner}`, { env: inherited })
  kit.redactor.guard(secret)
  const told: LogLine[] = []
  kit.launcher.onLog((_, lines) => told.push(...lines))
  const { id } = await kit.launcher.launch(kit.request())
  await kit.launcher.whenReady(id)
  const log = await kit.launcher.log(id, 0)
  expect(log.filter(({ text }) => text.includes('[secret]')).length).toBeGreaterThan(20)
  expect(leaked(Buffer.from(JSON.stringify([log, told, kit.launcher.list()])))).toEqual([])
  await kit.launcher.stop(id)
  expect(leaked(everythingBelow(kit.state))).toEqual([])
  await kit.launcher.close()
  kit.remove()
})

it('gives the engine no secret, and writes down names only', async () => {
  const seen = join(scratch, 'seen.json')
  const kit = createKit(scratch, `environment:${seen}`, { env: inherited })
  const { id } = await kit.launcher.launch(kit.request())
  await kit.launcher.whenReady(id)
  const { env, argv } = JSON.parse(readFileSync(seen, 'utf8')) as {
    env: Record<string, string>
    argv: string[]
  }
  // What fork adds for its channel is no one's secret.
  const names = Object.keys(env).filter((name) => !name.startsWith('NODE_CHANNEL'))
  expect(names.sort()).toEqual(['HUBKEY_RUN', 'PATH'])
  expect(leaked(Buffer.from(JSON.stringify(argv)))).toEqual([])
  const context = JSON.parse(kit.read('runs', id, 'launch_context.json')) as object
  expect(context).toMatchObject({
    run: id,
    engine: 'embedded',
    environment: ['HUBKEY_RUN', 'PATH'],
    secrets: [],
    model: { repo: 'acme/model', revision: 'main', file: 'chosen.gguf' },
  })
  expect(leaked(everythingBelow(kit.state))).toEqual([])
  await kit.launcher.close()
  kit.remove()
})
