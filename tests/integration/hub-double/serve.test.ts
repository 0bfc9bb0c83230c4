import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'

const SCRIPT = join(import.meta.dirname, '../../fixtures/hub-double/serve.ts')

interface Ready {
  readonly url: string
  readonly openModel: string
  readonly tokens: readonly string[]
}

test('the double runs by hand, prints one line, keeps tokens off the screen, stops when asked', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hub-double-serve-'))
  const file = join(folder, 'tokens.json')
  const args = ['--import', 'tsx', SCRIPT, '--tokens-file', file, '--model-bytes', '300000']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const ready = JSON.parse(line) as Ready
  expect(ready.tokens).toContain('ada-read')

  const tokens = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  for (const value of Object.values(tokens)) expect(line).not.toContain(value)
  const headers = { authorization: `Bearer ${tokens['ada-read'] ?? ''}` }
  const me = (await (await fetch(`${ready.url}/api/whoami-v2`, { headers })).json()) as object
  expect(me).toMatchObject({ name: 'ada' })
  const model = await fetch(`${ready.url}/${ready.openModel}/resolve/main/tiny.gguf`)
  expect((await model.arrayBuffer()).byteLength).toBe(300_000)

  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
  await rm(folder, { recursive: true })
})
