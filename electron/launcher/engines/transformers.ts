import { hubServer, onlyItsEnvironment } from './hub-server.ts'

/** `transformers serve`: healthy before it has a model, which it loads with the first request for it. */
export const transformers = hubServer({
  id: 'transformers',
  programs: ['transformers'],
  version: { by: 'python', distribution: 'transformers' },
  supports: ['gpu'],
  serves: () => ['serve'],
  host: '--host',
  readsToken: 'the first request names a model',
  leaks: onlyItsEnvironment,
})
