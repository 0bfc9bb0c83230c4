/**
 * The kinds of model servers that Hubkey knows. Free of zod, so that a window can name them without
 * loading a parser.
 */
export const engineIds = [
  'embedded',
  'llama-server',
  'vllm',
  'sglang',
  'transformers',
  'ollama',
  'mlx',
] as const
export type EngineId = (typeof engineIds)[number]

/** How people call them. */
export const engineLabels: Readonly<Record<EngineId, string>> = {
  embedded: 'embedded llama.cpp',
  'llama-server': 'llama-server',
  vllm: 'vLLM',
  sglang: 'SGLang',
  transformers: 'transformers serve',
  ollama: 'Ollama',
  mlx: 'MLX',
}
