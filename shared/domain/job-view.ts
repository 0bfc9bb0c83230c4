import { z } from 'zod'
import { JobVolumeSchema } from './job.ts'

/** A machine that can be rented. */
export const JobHardwareSchema = z.object({
  name: z.string(),
  label: z.string(),
  cpu: z.string(),
  ram: z.string(),
  /** Such as `1x A10G (24 GB)`; null without any. */
  accelerator: z.string().nullable(),
  /** US dollars for a minute. */
  dollarsPerMinute: z.number(),
})
export type JobHardware = Readonly<z.infer<typeof JobHardwareSchema>>

/** A user or an organisation. */
export const NamespaceSchema = z.string().regex(/^[A-Za-z0-9][\w.-]{0,95}$/)

/** A job and whose it is: enough to find it at the Hub. */
export const JobKeySchema = z.strictObject({
  namespace: NamespaceSchema,
  id: z.string().regex(/^[0-9A-Za-z]{1,64}$/),
})
export type JobKey = Readonly<z.infer<typeof JobKeySchema>>

/** A job that was submitted, as the Hub tells of it. */
export const JobViewSchema = z.object({
  id: z.string(),
  namespace: z.string(),
  /** `SCHEDULING`, `RUNNING`, `COMPLETED`, `CANCELED`, `ERROR`, `DELETED`, or what the Hub names next. */
  stage: z.string(),
  message: z.string().nullable(),
  /** The image or the Space it runs. */
  image: z.string().nullable(),
  command: z.array(z.string()),
  flavor: z.string().nullable(),
  environment: z.record(z.string(), z.string()),
  /** Names alone: nobody is given the values back. */
  secrets: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
  /** ISO 8601; null while it has not come to that. */
  createdAt: z.string().nullable(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  runningSeconds: z.number().nullable(),
  /** Addresses of the exposed ports. */
  addresses: z.array(z.string()),
  ports: z.array(z.number().int()),
  /** What it finds as folders, as far as the Hub tells it in a way that is known here. */
  volumes: z.array(JobVolumeSchema),
  /** The Hub ends it after so long; null where the Hub does not say. */
  timeoutSeconds: z.number().nullable(),
  /** Whose token submitted it, and what kind of one, as the Hub says; never the token. */
  submittedWith: z.object({ owner: z.string(), role: z.string() }).nullable(),
})
export type JobView = Readonly<z.infer<typeof JobViewSchema>>

const pairs = z.array(z.object({ name: z.string(), value: z.string() }))

/** All about a job as a window shows it, masked. */
export const JobDetailSchema = JobViewSchema.extend({
  environment: pairs,
  labels: pairs,
  /** The script that Hubkey packed into the command, which then shows its name; null without one. */
  script: z.object({ name: z.string(), text: z.string() }).nullable(),
})
export type JobDetail = Readonly<z.infer<typeof JobDetailSchema>>

/** A job as a list shows it: without its text, which may be long. */
export const JobSummarySchema = JobViewSchema.pick({
  id: true,
  namespace: true,
  stage: true,
  message: true,
  flavor: true,
  secrets: true,
  createdAt: true,
  startedAt: true,
  finishedAt: true,
  runningSeconds: true,
  addresses: true,
}).extend({
  /** Its label `name`, its script's name, or the first words of its command. */
  title: z.string(),
  /** What its machine costs; null where nobody could tell. */
  dollarsPerMinute: z.number().nullable(),
})
export type JobSummary = Readonly<z.infer<typeof JobSummarySchema>>

/** The jobs of one namespace, the youngest first. */
export const JobListSchema = z.object({
  namespace: z.string(),
  jobs: z.array(JobSummarySchema),
})
export type JobList = Readonly<z.infer<typeof JobListSchema>>

/** A job that is started at certain times. */
export const JobScheduleViewSchema = z.object({
  id: z.string(),
  namespace: z.string(),
  schedule: z.string(),
  suspended: z.boolean(),
  command: z.array(z.string()),
  secrets: z.array(z.string()),
  lastJob: z.string().nullable(),
  /** ISO 8601; null while it is suspended. */
  nextRunAt: z.string().nullable(),
})
export type JobScheduleView = Readonly<z.infer<typeof JobScheduleViewSchema>>
