import { describe, expect, it } from 'vitest'
import type { EngineId } from '../../../shared/domain/engine-facts.ts'
import { LaunchSettingsSchema } from '../../../shared/domain/launch-settings.ts'
import type { AppFailure } from '../../../shared/errors.ts'
import { engineTable } from '../../../electron/launcher/engines/table.ts'
import { isCredentialName, isLoaderName } from '../../../electron/launcher/forbidden-variables.ts'
import { refuseSettings } from '../../../electron/launcher/refuse-settings.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'

const token = `hf_${'cAnArY7q'.repeat(4)}zZ`
const redactor = new Redactor()
redactor.guard('a-known-secret-of-mine')

function refusal(settings: object, engine: EngineId = 'vllm'): string | null {
  try {
    refuseSettings({ engine, settings: LaunchSettingsSchema.parse(settings) }, redactor)
    return null
  } catch (cause) {
    const { error } = cause as AppFailure
    // What is refused must not be told on.
    expect(JSON.stringify(error)).not.toContain(token)
    return error.code
  }
}

describe('a launch is refused', () => {
  it.each([
    ...[['--hf-token', token], ['--hf-token=x'], ['--api-key', 'x'], [token]],
    ...[['--header', `Bearer ${token}`], ['a-known-secret-of-mine']],
    ...[['$HF_TOKEN'], ['--key=${NGC_API_KEY}'], ['%HF_TOKEN%'], ['$env:HF_TOKEN']],
    ...[['--env', 'HF_TOKEN=x'], ['--env=NGC_API_KEY=x'], ['-eNGC_API_KEY=x']],
  ])('with %s in its words', (...words) => {
    expect(refusal({ args: words })).toBe('secret-in-command')
    expect(refusal({ command: ['serve', ...words] }, 'custom')).toBe('secret-in-command')
  })

  it.each(['HF_TOKEN', 'NGC_API_KEY', 'MY_SERVICE_TOKEN', 'DB_PASSWORD', 'AWS_SECRET_ACCESS_KEY'])(
    'with %s among its variables',
    (name) => {
      expect(refusal({ environment: { [name]: 'x' } })).toBe('secret-in-command')
    },
  )

  it('with a token under a harmless name, or in an address', () => {
    expect(refusal({ environment: { MODE: token } })).toBe('secret-in-command')
    expect(refusal({ address: 'https://me:pw@host' }, 'hf-endpoint')).toBe('secret-in-command')
    expect(refusal({ address: `https://host?t=${token}` }, 'hf-endpoint')).toBe('secret-in-command')
  })

  it.each([
    ...['LD_PRELOAD', 'LD_AUDIT', 'DYLD_INSERT_LIBRARIES', 'NODE_OPTIONS', 'PYTHONSTARTUP'],
    ...['PYTHONPATH', 'BASH_ENV', 'PERL5OPT', 'ld_preload', 'PATH', 'BASH_FUNC_ls%%'],
  ])('with the loader variable %s', (name) => {
    expect(isLoaderName(name)).toBe(true)
    if (!name.includes('%')) expect(refusal({ environment: { [name]: 'x' } })).toBe('bad-input')
  })

  it.each([['--host', '0.0.0.0'], ['--hostname=::'], ['--port', '1'], ['-p', '8000:8000']])(
    'with %s, which is Hubkey’s to say',
    (...args) => {
      expect(refusal({ args })).toBe('bad-input')
    },
  )

  it('for what the engine cannot be told', () => {
    expect(refusal({ context: 4096 }, 'transformers')).toBe('bad-input')
    expect(refusal({ gpu: 'none' }, 'nim-hosted')).toBe('bad-input')
    expect(refusal({}, 'custom')).toBe('bad-input')
    expect(refusal({ context: 4096, gpu: 'none' }, 'embedded')).toBeNull()
    expect(refusal({ args: ['--mlock'] }, 'embedded')).toBe('bad-input')
  })
})

describe('a launch is let through', () => {
  it.each([
    { args: ['--max-model-len', '4096', '--trust-remote-code', '--tokenizer=x'] },
    { args: ['--chat-template', '{{ messages }} costs $5, 100% sure'] },
    { environment: { VLLM_LOGGING_LEVEL: 'DEBUG', TOKENIZERS_PARALLELISM: '0' } },
    { environment: { LD_LIBRARY_PATH: '/opt/cuda/lib64' } },
    { context: 4096, gpu: [0] },
  ])('with %j', (settings) => {
    expect(refusal(settings)).toBeNull()
  })
})

it('no engine inherits a variable that could hold a credential or load code', () => {
  const inherited = Object.values(engineTable).flatMap(({ inherits }) => inherits)
  expect(inherited.length).toBeGreaterThan(5)
  expect(inherited.filter((name) => isCredentialName(name) || isLoaderName(name))).toEqual([])
})
