import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OpenAI from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KNOWN_SENTENCE } from '../../fixtures/known-answer-model/known-answer-model.ts'
import { knownAnswerModelFile } from '../../fixtures/known-answer-model/model-file.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'
import { prepareLlamaServer } from '../../fixtures/llama-server/llama-server.ts'
import { createKit, isRunning, type LauncherKit } from './launcher-kit.ts'

const programs = await prepareLlamaServer()
const token = `hf_${'cAnArY7q'.repeat(4)}zZ`
const model = 'acme/model'
const messages = [
  { role: 'system' as const, content: 'Be brief.' },
  { role: 'user' as const, content: 'Whose is the key?' },
]

let home: string
let kit: LauncherKit

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hubkey-llama-'))
  const env = { PATH: `${programs}:${process.env['PATH']}`, HOME: home, HF_TOKEN: token }
  kit = createKit('/nowhere', knownAnswerModelFile(), { env }, [])
})
afterEach(async () => {
  await kit.launcher.close()
  kit.remove()
  rmSync(home, { recursive: true, force: true })
})

describe.skipIf(programs === null)('a real llama-server', () => {
  it('is launched, gives the known answer, gets no token, and is gone when it is stopped', async () => {
    const { id } = await kit.launcher.launch({ ...kit.request(), engine: 'llama-server' })
    const { url, pid, secrets } = await kit.launcher.whenReady(id)
    expect(kit.states).toEqual(expect.arrayContaining(['ready']))
    expect(secrets).toEqual([])
    expect(new URL(url!).hostname).toBe('127.0.0.1')
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain(token)

    const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'unused', maxRetries: 0 })
    const { data } = await client.models.list()
    expect(data.map((each) => each.id)).toEqual([model])
    const ask = { model, messages, temperature: 0, max_tokens: 32 }
    const reply = await client.chat.completions.create(ask)
    // Words of this vocabulary begin with a space, and llama-server leaves the first one's.
    expect(reply.choices[0]?.message.content?.trim()).toBe(KNOWN_SENTENCE)
    let streamed = ''
    for await (const chunk of await client.chat.completions.create({ ...ask, stream: true })) {
      streamed += chunk.choices[0]?.delta.content ?? ''
    }
    expect(streamed.trim()).toBe(KNOWN_SENTENCE)

    await kit.launcher.stop(id)
    await expect.poll(() => isRunning(pid!)).toBe(false)
    await expect(fetch(`${url}/health`)).rejects.toThrow()
    const log = await kit.launcher.log(id, 0)
    expect(log.length).toBeGreaterThan(5)
    expect(huntFor(token).text(JSON.stringify(log))).toBe(false)
  })

  it('that cannot load its model fails fast, with its last lines', async () => {
    kit.remove()
    kit = createKit('/nowhere', join(home, 'missing.gguf'), {
      env: { PATH: `${programs}:${process.env['PATH']}`, HOME: home },
    })
    const { id } = await kit.launcher.launch({ ...kit.request(), engine: 'llama-server' })
    expect(await kit.launcher.whenEnded(id)).toMatchObject({ state: 'failed' })
    const lines = (await kit.launcher.log(id, 0)).map(({ text }) => text).join('\n')
    expect(lines).toContain('missing.gguf')
  })
})
