import { healthy, hubVariables, type EngineDefinition } from './definition.ts'

/** `transformers serve`: healthy before it has a model, which it loads with the first request for it. */
export const transformers: EngineDefinition = {
  id: 'transformers',
  programs: ['transformers'],
  version: { by: 'python', distribution: 'transformers' },
  models: 'hub',
  supports: ['gpu'],
  secrets: ['huggingface'],
  requires: [],
  rereadsToken: true,
  inherits: hubVariables,
  words: {
    auth: 'It reads HF_TOKEN, or the token file, when the first request names a model.',
    leaks: 'Its environment, which every program of the same user can read.',
  },
  command: ({ port, extra }) => ({
    args: ['serve', '--host', '127.0.0.1', '--port', String(port), ...extra],
    environment: {},
  }),
  readiness: healthy,
  firstRequest: null,
}
