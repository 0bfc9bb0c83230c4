import { flag, healthy, hubVariables, type EngineDefinition } from './definition.ts'

/**
 * Text Generation Inference by its own launcher. Left alone it listens on every interface. It starts a
 * downloader, shards and a router, and all of them see its environment.
 */
export const tgi: EngineDefinition = {
  id: 'tgi',
  programs: ['text-generation-launcher'],
  version: { by: 'program', args: ['--version'] },
  models: 'hub',
  supports: ['context', 'gpu', 'revision'],
  secrets: ['huggingface'],
  requires: [],
  rereadsToken: true,
  inherits: hubVariables,
  words: {
    auth: 'It reads HF_TOKEN, or the token file, when it fetches a model.',
    leaks: 'It logs its arguments at start, an API key among them.',
  },
  command: ({ model, revision, port, context, extra }) => ({
    args: [
      ...['--model-id', model, '--revision', revision],
      ...['--hostname', '127.0.0.1', '--port', String(port)],
      ...flag('--max-total-tokens', context),
      ...extra,
    ],
    environment: {},
  }),
  readiness: healthy,
  firstRequest: null,
}
