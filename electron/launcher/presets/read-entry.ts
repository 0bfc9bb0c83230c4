import { z } from 'zod'
import type { EngineId } from '../../../shared/domain/engine-facts.ts'
import { PresetSchema, type Preset } from '../../../shared/domain/preset.ts'
import { providerOfVariable } from './preset-request.ts'

/** Something about an entry that is wrong, and the keys that lead there. */
interface Mistake {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

interface Entry {
  readonly preset: Preset | null
  readonly mistakes: readonly Mistake[]
}

/**
 * An entry as NVIDIA's xr-ai writes it, for a model that is reached by OpenAI's protocol. What of it
 * is about xr-ai's own adapters (`category`, `capabilities`, `timeout`, …) is none of ours, and kept.
 */
const XrAiSchema = z.looseObject({
  kind: z.string().max(200),
  base_url: z.url({ protocol: /^https?$/ }).max(500),
  model_name: z.string().max(200).optional(),
  api_key_env: z.string().max(100).optional(),
  account: PresetSchema.shape.account,
  autostart: z.boolean().default(false),
})

/** Reads one entry, in Hubkey's shape or in xr-ai's. */
export function readEntry(value: unknown): Entry {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wrong([], 'A preset is a list of keys such as “engine” and “model”.')
  }
  return 'kind' in value ? readXrAi(value) : readOwn(value)
}

function readOwn(value: object): Entry {
  const parsed = PresetSchema.safeParse(value)
  if (!parsed.success) return { preset: null, mistakes: parsed.error.issues.map(mistakeOf) }
  const { data } = parsed
  if (data.api_key_env !== undefined && providerOfVariable(data.api_key_env) === null) {
    return wrong(['api_key_env'], 'Hubkey keeps no key under this variable; see: hubkey providers.')
  }
  if (data.engine === 'custom' && data.command === undefined) {
    return wrong(['engine'], 'The custom engine needs a “command”.')
  }
  if (data.engine !== 'custom' && data.command !== undefined) {
    return wrong(['command'], 'Only the custom engine has a “command”.')
  }
  return { preset: data, mistakes: [] }
}

function readXrAi(value: object): Entry {
  const parsed = XrAiSchema.safeParse(value)
  if (!parsed.success) return { preset: null, mistakes: parsed.error.issues.map(mistakeOf) }
  const { kind, base_url: address, model_name: model, api_key_env: variable, ...rest } = parsed.data
  if (variable === undefined || kind !== 'openai_compat') {
    return wrong(['kind'], 'This server of xr-ai is started by xr-ai; Hubkey leaves it alone.')
  }
  const engine = hostedBy(variable)
  if (engine === null) {
    return wrong(['api_key_env'], 'Hubkey reaches models with NGC_API_KEY or HF_TOKEN.')
  }
  const { account, autostart } = rest
  const preset = PresetSchema.safeParse({
    ...{ engine, model, address, api_key_env: variable, autostart },
    ...(account === undefined ? {} : { account }),
  })
  return preset.success
    ? { preset: preset.data, mistakes: [] }
    : wrong(['model_name'], 'The model’s name is missing or cannot be one.')
}

function hostedBy(variable: string): EngineId | null {
  const provider = providerOfVariable(variable)
  if (provider === 'ngc') return 'nim-hosted'
  return provider === 'huggingface' ? 'hf-endpoint' : null
}

function mistakeOf(issue: z.core.$ZodIssue): Mistake {
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? ''
    return { path: [...issue.path, key], message: `“${key}” is no key of a preset.` }
  }
  const key = String(issue.path[0] ?? '')
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined
  const message = isMissing ? `“${key}” is missing.` : `“${key}”: ${issue.message}`
  return { path: issue.path, message: message.endsWith('.') ? message : `${message}.` }
}

function wrong(path: readonly PropertyKey[], message: string): Entry {
  return { preset: null, mistakes: [{ path, message }] }
}
