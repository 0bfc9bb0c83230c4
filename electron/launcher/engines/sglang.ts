import { hubServer } from './hub-server.ts'

/** SGLang, a module of the Python that comes first on PATH. It prints all of its arguments. */
export const sglang = hubServer({
  id: 'sglang',
  programs: ['python3', 'python'],
  version: { by: 'python', distribution: 'sglang' },
  supports: ['context', 'gpu', 'revision'],
  serves: ({ model, revision }) => [
    ...['-m', 'sglang.launch_server', '--model-path', model, '--revision', revision],
  ],
  host: '--host',
  context: '--context-length',
  readsToken: 'it fetches a model',
  leaks: 'It logs all of its arguments and shows them at /server_info, an API key among them.',
})
