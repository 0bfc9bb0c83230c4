import { flag, healthy, hubVariables, type EngineDefinition } from './definition.ts'

/** SGLang, a module of the Python that comes first on PATH. It prints all of its arguments. */
export const sglang: EngineDefinition = {
  id: 'sglang',
  programs: ['python3', 'python'],
  version: { by: 'python', distribution: 'sglang' },
  models: 'hub',
  supports: ['context', 'gpu', 'revision'],
  secrets: ['huggingface'],
  requires: [],
  rereadsToken: true,
  inherits: hubVariables,
  words: {
    auth: 'It reads HF_TOKEN, or the token file, when it fetches a model.',
    leaks: 'It logs all of its arguments and shows them at /server_info, an API key among them.',
  },
  command: ({ model, revision, port, context, extra }) => ({
    args: [
      ...['-m', 'sglang.launch_server', '--model-path', model, '--revision', revision],
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...flag('--context-length', context),
      ...extra,
    ],
    environment: {},
  }),
  readiness: healthy,
  firstRequest: null,
}
