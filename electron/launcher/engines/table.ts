import type { EngineId } from '../../../shared/domain/engine-facts.ts'
import type { EngineDefinition } from './definition.ts'
import { llamaServer } from './llama-server.ts'
import { mlx } from './mlx.ts'
import { ollama } from './ollama.ts'
import { sglang } from './sglang.ts'
import { transformers } from './transformers.ts'
import { vllm } from './vllm.ts'

/** Every server that is a program of somebody else. The embedded engine is none. */
export const engineTable: Readonly<Record<Exclude<EngineId, 'embedded'>, EngineDefinition>> = {
  'llama-server': llamaServer,
  vllm,
  sglang,
  transformers,
  ollama,
  mlx,
}
