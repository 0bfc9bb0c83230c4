import { healthy, hubVariables, type EngineDefinition } from './definition.ts'

/** vLLM. Without `--host` it would listen on every interface; a token in its argv it would print. */
export const vllm: EngineDefinition = {
  id: 'vllm',
  programs: ['vllm'],
  secrets: ['huggingface'],
  inherits: hubVariables,
  command: ({ model, revision, port }) => ({
    args: [
      ...['serve', model, '--revision', revision],
      ...['--host', '127.0.0.1', '--port', String(port)],
    ],
    environment: {},
  }),
  readiness: healthy,
  firstRequest: null,
}
