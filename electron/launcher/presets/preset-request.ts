import type { Preset } from '../../../shared/domain/preset.ts'
import { providerFacts, type BuiltInProvider } from '../../../shared/domain/provider.ts'
import { LaunchRequestSchema, type LaunchRequest } from '../../../shared/domain/run.ts'

/** What a preset asks for. */
export function presetRequest(name: string, preset: Preset): LaunchRequest {
  const { engine, model, revision, file, port, account, context, gpu, args, env } = preset
  const { command, ready, address, token, mode, api_key_env: variable } = preset
  const provider = variable === undefined ? null : providerOfVariable(variable)
  return LaunchRequestSchema.parse({
    ...{ repo: model, revision, file: file ?? null, port, engine, mode },
    settings: {
      ...{ preset: name, account, context, gpu, args, environment: env },
      ...{ command, ready, address, token },
      ...(engine === 'custom' && provider !== null ? { secrets: [provider] } : {}),
    },
  })
}

/** Whose key a variable carries; null for nobody's that Hubkey knows. */
export function providerOfVariable(variable: string): BuiltInProvider | null {
  const found = Object.values(providerFacts).find(({ environment }) =>
    environment.includes(variable),
  )
  return (found?.id ?? null) as BuiltInProvider | null
}
