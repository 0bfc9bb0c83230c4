import { z } from 'zod'
import { AppErrorSchema } from '../app-error.ts'
import { ActionSchema } from './action.ts'
import {
  AccountSecretSchema,
  CommandWorkSchema,
  JobSpecSchema,
  ScriptWorkSchema,
  scriptSources,
} from './job.ts'

/**
 * Where a secret's value comes from, as a window may know it: an account, or something that was typed once and
 * that main keeps since.
 */
export const FormSecretSchema = z.discriminatedUnion('from', [
  AccountSecretSchema,
  z.object({ from: z.literal('held'), held: z.uuid() }),
])
export type FormSecret = z.infer<typeof FormSecretSchema>

const pairs = z
  .array(z.object({ name: z.string().max(200), value: z.string().max(16 * 1024) }))
  .max(200)

/** A job as a window fills it in: as a `JobSpec`, but nothing in it is a secret that main has already. */
export const JobFormSchema = JobSpecSchema.extend({
  work: z.discriminatedUnion('kind', [
    ScriptWorkSchema.extend({
      source: z.discriminatedUnion('kind', [
        ...scriptSources,
        /** A file of this machine that the user chose; main reads it whenever it is needed. */
        z.object({ kind: z.literal('file'), file: z.uuid(), name: z.string().max(200) }),
      ]),
    }),
    CommandWorkSchema,
  ]),
  environment: pairs,
  labels: pairs,
  secrets: z.array(z.object({ name: z.string().max(200), secret: FormSecretSchema })).max(200),
})
export type JobForm = z.infer<typeof JobFormSchema>

/** The form of a job that ran before, to be changed and submitted anew. */
export const ReusedJobSchema = z.object({
  form: JobFormSchema,
  /** Secrets of it whose values nobody gives back: the user has to say where they come from. */
  unknownSecrets: z.array(z.string()),
})
export type ReusedJob = z.infer<typeof ReusedJobSchema>

/** One thing to mend in a job; `id` names it for `job.mend`. */
export const JobFindingSchema = z.object({
  id: z.string().max(100),
  level: z.enum(['error', 'warning']),
  message: z.string(),
  /** The one click: a change of the form by main, or a step outside of it. */
  fix: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('change'), label: z.string() }),
    z.object({ kind: z.literal('action'), action: ActionSchema }),
  ]),
})
export type JobFinding = z.infer<typeof JobFindingSchema>

/** What main says of a filled-in job. */
export const JobCheckSchema = z.object({
  findings: z.array(JobFindingSchema),
  /** The most it can cost: whole minutes, and US dollars where the price is known. */
  ceiling: z.object({
    minutes: z.number(),
    isDefaultTime: z.boolean(),
    dollars: z.number().nullable(),
  }),
  /** Whose job it would be; null while nobody could tell. */
  namespace: z.string().nullable(),
  /** The request as JSON, with each secret named instead of given. */
  request: z.string(),
  /** Why not everything could be looked at, if so. */
  problem: AppErrorSchema.nullable(),
})
export type JobCheck = z.infer<typeof JobCheckSchema>

/** The times at which a job is started again and again: `@daily` and its kin, or five fields of cron. */
export const ScheduleTimesSchema = z.string().max(100)

/** A form to submit; `agreed` is the cost in dollars that the user has agreed to. */
export const JobSubmissionSchema = z.strictObject({
  form: JobFormSchema,
  agreed: z.number().nonnegative().nullable(),
})
