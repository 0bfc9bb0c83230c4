import { flag, healthy, hubVariables, type EngineDefinition } from './definition.ts'

/** vLLM. Without `--host` it would listen on every interface; a token in its argv it would print. */
export const vllm: EngineDefinition = {
  id: 'vllm',
  programs: ['vllm'],
  version: { by: 'python', distribution: 'vllm' },
  models: 'hub',
  supports: ['context', 'gpu', 'revision'],
  secrets: ['huggingface'],
  requires: [],
  rereadsToken: true,
  inherits: hubVariables,
  words: {
    auth: 'It reads HF_TOKEN, or the token file, when it fetches a model.',
    leaks: 'It logs every argument that is not a default, a token among them.',
  },
  command: ({ model, revision, port, context, extra }) => ({
    args: [
      ...['serve', model, '--revision', revision],
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...flag('--max-model-len', context),
      ...extra,
    ],
    environment: {},
  }),
  readiness: healthy,
  firstRequest: null,
}
