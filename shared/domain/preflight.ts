import { z } from 'zod'
import { ActionSchema } from './action.ts'

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

/** One thing that was looked at. Only a `problem` keeps the server from starting. */
export const PreflightCheckSchema = z.object({
  id: z.enum(preflightIds),
  /** `unknown`: nobody could tell, which is no reason not to try. */
  state: z.enum(['ok', 'notice', 'problem', 'unknown']),
  sentence: z.string().max(2000),
  action: ActionSchema.nullable(),
})
export type PreflightCheck = z.infer<typeof PreflightCheckSchema>

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
