/**
 * The kinds of model servers that Hubkey knows. Free of zod, so that a window can name them without
 * loading a parser.
 */
export const engineIds = [
  'embedded',
  'llama-server',
  'vllm',
  'sglang',
  'tgi',
  'transformers',
  'ollama',
  'mlx',
  'nim',
  'nim-hosted',
  'hf-endpoint',
  'custom',
] as const
export type EngineId = (typeof engineIds)[number]

/** How people call them. */
export const engineLabels: Readonly<Record<EngineId, string>> = {
  embedded: 'embedded llama.cpp',
  'llama-server': 'llama-server',
  vllm: 'vLLM',
  sglang: 'SGLang',
  tgi: 'TGI',
  transformers: 'transformers serve',
  ollama: 'Ollama',
  mlx: 'MLX',
  nim: 'NIM in Docker',
  'nim-hosted': 'hosted NIM',
  'hf-endpoint': 'Hugging Face endpoint',
  custom: 'custom command',
}

/** Engines that run elsewhere: nothing is started, and nothing is downloaded. */
export const hostedEngines: readonly EngineId[] = ['nim-hosted', 'hf-endpoint']
