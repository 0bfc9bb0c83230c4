import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PresetEditSchema, type PresetEdit } from '../../../shared/domain/preset.ts'
import type { AppFailure } from '../../../shared/errors.ts'
import { removePreset, savePreset } from '../../../electron/launcher/presets/edit-preset.ts'
import {
  choosePreset,
  readPresets,
  type PresetNeeds,
} from '../../../electron/launcher/presets/preset-file.ts'
import { presetRequest } from '../../../electron/launcher/presets/preset-request.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'

const token = `hf_${'cAnArY7q'.repeat(4)}zZ`
let config: string
let needs: PresetNeeds

beforeEach(() => {
  config = mkdtempSync(join(tmpdir(), 'hubkey-presets-'))
  needs = { paths: { config }, redactor: new Redactor() }
})
afterEach(() => {
  rmSync(config, { recursive: true, force: true })
})

const path = (): string => join(config, 'models.yaml')
const write = (text: string): void => {
  writeFileSync(path(), text)
}
const read = (): string => readFileSync(path(), 'utf8')
const look = async (): ReturnType<typeof readPresets> => readPresets(needs)
const edit = (part: object): PresetEdit => PresetEditSchema.parse(part)
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (cause: unknown) => (cause as AppFailure).error.code,
  )

const good = `# mine
qwen:
  # the small one
  engine: llama-server # by hand
  model: acme/qwen-gguf
  file: q4.gguf
  port: 8080
  context: 8192
  gpu: [0, 1]
  account: work
  args: [--flash-attn, 2]
  env:
    LLAMA_LOG: 1
  autostart: true

# kept for later
other:
  model: acme/other
`

describe('models.yaml', () => {
  it('is read into what a launch asks for', async () => {
    write(good)
    const { view } = await look()
    expect(view.problems).toEqual([])
    const { preset } = choosePreset('qwen', view)
    expect(presetRequest('qwen', preset)).toEqual({
      ...{ repo: 'acme/qwen-gguf', revision: 'main', file: 'q4.gguf', port: 8080 },
      engine: 'llama-server',
      mode: 'own',
      settings: {
        ...{ preset: 'qwen', account: 'work', context: 8192, gpu: [0, 1] },
        ...{ args: ['--flash-attn', '2'], environment: { LLAMA_LOG: '1' } },
      },
    })
    expect(choosePreset('other', view).preset).toMatchObject({ engine: 'embedded', port: 0 })
  })

  it('may hold entries as xr-ai writes them', async () => {
    write(`vlm:
  kind:        openai_compat
  category:    vlm
  base_url:    https://integrate.api.nvidia.com
  model_name:  nvidia/cosmos-reason1-7b
  api_key_env: NGC_API_KEY    # sent as a bearer token
  health_check: false
  capabilities: { vision: true, streaming: true }
local_llm:
  kind:     preset:nemotron3_nano
  base_url: http://localhost:8107
`)
    const { view } = await look()
    expect(view.presets.map(({ name }) => name)).toEqual(['vlm'])
    expect(view.presets[0]?.preset).toMatchObject({
      ...{ engine: 'nim-hosted', model: 'nvidia/cosmos-reason1-7b' },
      address: 'https://integrate.api.nvidia.com',
    })
    expect(view.problems).toMatchObject([{ line: 10, column: 3, preset: 'local_llm' }])
    expect(await codeOf(savePreset({ name: 'vlm', base: view.presets[0]!.revision, preset: edit({ model: 'a/b' }) }, needs))).toBe('preset-of-xr-ai') // prettier-ignore
  })

  it.each([
    ['a:\n  model: x/y\n  prot: 1\n', 3, 3, 'prot'],
    ['a:\n  model: x/y\n  port: many\n', 3, 3, 'port'],
    ['a:\n  engine: vllm\n', 1, 1, 'model'],
    ['a:\n  engine: warp\n  model: x/y\n', 2, 3, 'engine'],
    ['ok:\n  model: x/y\na b:\n  model: x/y\n', 3, 1, 'name'],
    ['a:\n  model: x/y\n model: z\n', 3, 1, ''],
    ['a:\n  model: x/y\na:\n  model: x/z\n', 3, 1, 'unique'],
    ['- a\n', 1, 1, 'name'],
    ['a:\n  model: x/y\n  api_key_env: MY_OWN\n', 3, 3, 'variable'],
    ['a:\n  engine: vllm\n  model: x/y\n  args:\n    - --hf-token=1\n', 1, 1, 'secret'],
    ['a:\n  model: x/y\n  env:\n    LD_PRELOAD: /x.so\n', 1, 1, 'LD_PRELOAD'],
    ['a:\n  engine: custom\n  model: x/y\n', 2, 3, 'command'],
  ])('%j is told of by line and column', async (text, line, column, word) => {
    write(text)
    const { view } = await look()
    expect(view.problems[0]).toMatchObject({ line, column })
    expect(view.problems[0]?.message).toContain(word)
    expect(view.presets.filter(({ name }) => name !== 'ok' && name !== 'a')).toEqual([])
  })

  it('does not tell on a token that somebody wrote into it', async () => {
    write(`a:\n  model: x/y\n  args: ["${token}"]\nb:\n  ${token}: 1\n  model: x/y\n`)
    const { view } = await look()
    expect(view.problems.map(({ preset }) => preset)).toEqual(['a', 'b'])
    expect(JSON.stringify(view)).not.toContain(token)
  })

  it('is changed entry by entry, with comments and order as they were', async () => {
    write(good)
    const { revision } = choosePreset('qwen', (await look()).view)
    const preset = edit({
      ...{ engine: 'llama-server', model: 'acme/qwen-gguf', file: 'q4.gguf', port: 9090 },
      ...{ gpu: 'none', args: ['--flash-attn', '2'], env: { LLAMA_LOG: '1' }, account: 'work' },
    })
    await savePreset({ name: 'qwen', base: revision, preset }, needs)
    expect(read()).toBe(
      good
        .replace('port: 8080', 'port: 9090')
        .replace('  context: 8192\n', '')
        .replace('gpu: [0, 1]', 'gpu: none')
        .replace('  autostart: true\n', ''),
    )
    await savePreset({ name: 'third', base: null, preset: edit({ model: 'acme/third' }) }, needs)
    expect(read().endsWith('third:\n  engine: embedded\n  model: acme/third\n')).toBe(true)
    const third = choosePreset('third', (await look()).view)
    await removePreset({ name: 'third', base: third.revision }, needs)
    expect(read()).not.toContain('third')
    expect(read()).toContain('# kept for later')
  })

  it('is made when there is none, and can be emptied', async () => {
    await savePreset({ name: 'one', base: null, preset: edit({ model: 'acme/one' }) }, needs)
    expect(read()).toMatch(/^# Launch presets of Hubkey/)
    const { revision } = choosePreset('one', (await look()).view)
    await removePreset({ name: 'one', base: revision }, needs)
    const { view } = await look()
    expect(view).toMatchObject({ presets: [], problems: [] })
  })

  it('loses no edit: neither of two that began with the same, nor one of a broken file', async () => {
    write(good)
    const { revision } = choosePreset('other', (await look()).view)
    const change = (port: number): Parameters<typeof savePreset>[0] => ({
      ...{ name: 'other', base: revision },
      preset: edit({ model: 'acme/other', port }),
    })
    write(good.replace('acme/other', 'acme/by-hand'))
    expect(await codeOf(savePreset(change(1), needs))).toBe('preset-conflict')
    expect(await codeOf(removePreset(change(1), needs))).toBe('preset-conflict')
    expect(read()).toContain('acme/by-hand')

    write(good)
    const codes = await Promise.all(
      [1, 2].map(async (port) => codeOf(savePreset(change(port), needs))),
    )
    expect(codes.sort()).toEqual(['done', 'preset-conflict'])
    // What was changed elsewhere in the file is no conflict.
    write(good.replace('8192', '4096'))
    expect(await codeOf(savePreset(change(3), needs))).toBe('done')
    expect(read()).toContain('4096')

    write(`${good}\n  : [`)
    expect(await codeOf(savePreset(change(1), needs))).toBe('preset-invalid')
    expect(read()).toBe(`${good}\n  : [`)
  })

  it('takes no secret and no command from a window', async () => {
    const save = async (part: object): Promise<string> =>
      codeOf(savePreset({ name: 'x', base: null, preset: edit({ model: 'a/b', ...part }) }, needs))
    expect(await save({ engine: 'vllm', args: ['--hf-token', 'x'] })).toBe('secret-in-command')
    expect(await save({ engine: 'vllm', env: { MODE: token } })).toBe('secret-in-command')
    expect(await save({ env: { NODE_OPTIONS: '-r x' } })).toBe('bad-input')
    expect(await save({ engine: 'custom' })).toBe('bad-input')
    expect(PresetEditSchema.safeParse({ model: 'a/b', command: ['sh'] }).success).toBe(false)
    expect((await look()).file).toBeNull()
  })
})
