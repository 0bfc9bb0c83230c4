import { hubServer } from './hub-server.ts'

/**
 * Text Generation Inference by its own launcher. Left alone it listens on every interface. It starts a
 * downloader, shards and a router, and all of them see its environment.
 */
export const tgi = hubServer({
  id: 'tgi',
  programs: ['text-generation-launcher'],
  version: { by: 'program', args: ['--version'] },
  supports: ['context', 'gpu', 'revision'],
  serves: ({ model, revision }) => ['--model-id', model, '--revision', revision],
  host: '--hostname',
  context: '--max-total-tokens',
  readsToken: 'it fetches a model',
  leaks: 'It logs its arguments at start, an API key among them.',
})
