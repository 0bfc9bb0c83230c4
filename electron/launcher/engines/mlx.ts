import { healthy, hubVariables, type EngineDefinition } from './definition.ts'

/** MLX's server, for Apple's own processors. */
export const mlx: EngineDefinition = {
  id: 'mlx',
  programs: ['mlx_lm.server'],
  version: { by: 'python', distribution: 'mlx-lm' },
  models: 'hub',
  supports: [],
  secrets: ['huggingface'],
  requires: [],
  rereadsToken: true,
  inherits: hubVariables,
  words: {
    auth: 'It reads HF_TOKEN, or the token file, when it fetches a model.',
    leaks: 'Its environment, which every program of the same user can read.',
  },
  command: ({ model, port, extra }) => ({
    args: ['--model', model, '--host', '127.0.0.1', '--port', String(port), ...extra],
    environment: {},
  }),
  readiness: healthy,
  firstRequest: null,
}
