import type { EngineId } from '../../../shared/domain/engine-facts.ts'
import type { LaunchRequest } from '../../../shared/domain/run.ts'
import { customEngine } from './custom.ts'
import type { EngineDefinition, ModelRoad } from './definition.ts'
import { llamaServer } from './llama-server.ts'
import { mlx } from './mlx.ts'
import { nim } from './nim.ts'
import { ollama } from './ollama.ts'
import { sglang } from './sglang.ts'
import { tgi } from './tgi.ts'
import { transformers } from './transformers.ts'
import { vllm } from './vllm.ts'

/** Engines whose program is known before anything is asked for. */
type ProgramEngineId = Exclude<EngineId, 'embedded' | 'custom' | 'nim-hosted' | 'hf-endpoint'>

/** Every server that is a program of somebody else. The embedded engine is none. */
export const engineTable: Readonly<Record<ProgramEngineId, EngineDefinition>> = {
  'llama-server': llamaServer,
  vllm,
  sglang,
  tgi,
  transformers,
  ollama,
  mlx,
  nim,
}

/** The program that a request is for; null for engines that are none, or run elsewhere. */
export function definitionFor({
  engine,
  settings,
}: Pick<LaunchRequest, 'engine' | 'settings'>): EngineDefinition | null {
  if (engine === 'custom') return customEngine(settings)
  if (engine === 'embedded' || engine === 'nim-hosted' || engine === 'hf-endpoint') return null
  return engineTable[engine]
}

/** Where the model of a request comes from. */
export function modelRoad(request: Pick<LaunchRequest, 'engine' | 'settings'>): ModelRoad {
  if (request.engine === 'embedded') return 'file'
  return definitionFor(request)?.models ?? 'own'
}
