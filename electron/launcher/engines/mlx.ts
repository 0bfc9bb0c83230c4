import { hubServer, onlyItsEnvironment } from './hub-server.ts'

/** MLX's server, for Apple's own processors. */
export const mlx = hubServer({
  id: 'mlx',
  programs: ['mlx_lm.server'],
  version: { by: 'python', distribution: 'mlx-lm' },
  supports: [],
  serves: ({ model }) => ['--model', model],
  host: '--host',
  readsToken: 'it fetches a model',
  leaks: onlyItsEnvironment,
})
