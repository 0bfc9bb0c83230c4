import { flag, healthy, type EngineDefinition } from './definition.ts'

/**
 * llama.cpp's own server. It loads a file that Hubkey has fetched, so it gets no token. The default of
 * its port differs between versions, so it is always passed.
 */
export const llamaServer: EngineDefinition = {
  id: 'llama-server',
  programs: ['llama-server'],
  version: { by: 'program', args: ['--version'] },
  models: 'file',
  supports: ['context', 'gpu', 'revision'],
  secrets: [],
  requires: [],
  rereadsToken: false,
  inherits: [],
  words: {
    auth: 'It needs no token: Hubkey fetches the file and hands it over.',
    leaks: 'Its command line would show a token given with -hft or --api-key.',
  },
  command: ({ modelPath, model, port, context, gpu, extra }) => ({
    args: [
      ...['-m', modelPath, '--alias', model],
      ...['--host', '127.0.0.1', '--port', String(port), '--metrics'],
      ...flag('--ctx-size', context),
      ...flag('--n-gpu-layers', gpu === 'none' ? 0 : null),
      ...extra,
    ],
    environment: {},
  }),
  // 503 while it loads.
  readiness: healthy,
  firstRequest: null,
}
