import { healthy, hubVariables, type EngineDefinition } from './definition.ts'

/** MLX's server, for Apple's own processors. */
export const mlx: EngineDefinition = {
  id: 'mlx',
  programs: ['mlx_lm.server'],
  secrets: ['huggingface'],
  inherits: hubVariables,
  command: ({ model, port }) => ({
    args: ['--model', model, '--host', '127.0.0.1', '--port', String(port)],
    environment: {},
  }),
  readiness: healthy,
  firstRequest: null,
}
