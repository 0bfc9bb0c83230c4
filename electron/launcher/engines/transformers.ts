import { healthy, hubVariables, type EngineDefinition } from './definition.ts'

/** `transformers serve`: healthy before it has a model, which it loads with the first request for it. */
export const transformers: EngineDefinition = {
  id: 'transformers',
  programs: ['transformers'],
  secrets: ['huggingface'],
  inherits: hubVariables,
  command: ({ port }) => ({
    args: ['serve', '--host', '127.0.0.1', '--port', String(port)],
    environment: {},
  }),
  readiness: healthy,
  firstRequest: null,
}
