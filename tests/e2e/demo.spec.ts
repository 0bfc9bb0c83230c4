import { expect, test } from '@playwright/test'
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../fixtures/desktop/hubkey-app.ts'
import { KNOWN_SENTENCE } from '../fixtures/known-answer-model/known-answer-model.ts'

test('the demo ends with the answer, leaves its pictures and nothing else', async () => {
  test.setTimeout(180_000)
  const home = await mkdtemp(join(tmpdir(), 'hubkey-demo-home-'))
  try {
    const { DISPLAY: _display, ...env } = process.env
    const child = spawn(process.execPath, [tsx, join(root, 'tests', 'demo', 'demo.ts')], {
      env: { ...env, HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    const code = await new Promise((resolve) => child.once('close', resolve))
    const lines = Buffer.concat(chunks).toString('utf8').trimEnd().split('\n')
    expect(code, lines.join('\n')).toBe(0)
    expect(lines.at(-1)).toBe(KNOWN_SENTENCE)
    const folder = /^Screenshots: (.+)$/.exec(lines.at(-2) ?? '')?.[1] ?? ''
    expect((await readdir(folder)).filter((name) => name.endsWith('.png'))).toHaveLength(6)
    expect(await readdir(home)).toEqual([])
    expect(await programsMentioning(home)).toEqual([])
  } finally {
    await rm(home, { recursive: true, force: true })
  }
})

const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs')

/** Processes that were started in this home and still run. */
async function programsMentioning(home: string): Promise<string[]> {
  const found: string[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
    if (environment.includes(home)) found.push(pid)
  }
  return found
}
