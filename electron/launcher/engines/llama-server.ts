import { healthy, type EngineDefinition } from './definition.ts'

/**
 * llama.cpp's own server. It loads a file that Hubkey has fetched, so it gets no token. The default of
 * its port differs between versions, so it is always passed.
 */
export const llamaServer: EngineDefinition = {
  id: 'llama-server',
  programs: ['llama-server'],
  secrets: [],
  inherits: [],
  command: ({ modelPath, model, port }) => ({
    args: [
      ...['-m', modelPath, '--alias', model],
      ...['--host', '127.0.0.1', '--port', String(port)],
    ],
    environment: {},
  }),
  // 503 while it loads.
  readiness: healthy,
  firstRequest: null,
}
