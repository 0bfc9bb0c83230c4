import { hubServer } from './hub-server.ts'

/** vLLM. Without `--host` it would listen on every interface; a token in its argv it would print. */
export const vllm = hubServer({
  id: 'vllm',
  programs: ['vllm'],
  version: { by: 'python', distribution: 'vllm' },
  supports: ['context', 'gpu', 'revision'],
  serves: ({ model, revision }) => ['serve', model, '--revision', revision],
  host: '--host',
  context: '--max-model-len',
  readsToken: 'it fetches a model',
  leaks: 'It logs every argument that is not a default, a token among them.',
})
