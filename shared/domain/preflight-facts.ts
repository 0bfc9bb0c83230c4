/** Free of zod, so that a window can name them without loading a parser. */

/** What is looked at before a server is started, in the order in which it is shown. */
export const preflightIds = [
  'engine',
  'secrets',
  'model',
  'disk',
  'memory',
  'gpu',
  'port',
  'docker',
] as const
export type PreflightId = (typeof preflightIds)[number]

/** How people call what is looked at. */
export const preflightLabels: Readonly<Record<PreflightId, string>> = {
  engine: 'Engine',
  secrets: 'Token',
  model: 'Model',
  disk: 'Disk',
  memory: 'Memory',
  gpu: 'GPU',
  port: 'Port',
  docker: 'Docker',
}
