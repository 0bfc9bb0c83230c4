import { healthy, hubVariables, type EngineDefinition } from './definition.ts'

/** SGLang, a module of the Python that comes first on PATH. It prints all of its arguments. */
export const sglang: EngineDefinition = {
  id: 'sglang',
  programs: ['python3', 'python'],
  secrets: ['huggingface'],
  inherits: hubVariables,
  command: ({ model, revision, port }) => ({
    args: [
      ...['-m', 'sglang.launch_server', '--model-path', model, '--revision', revision],
      ...['--host', '127.0.0.1', '--port', String(port)],
    ],
    environment: {},
  }),
  readiness: healthy,
  firstRequest: null,
}
