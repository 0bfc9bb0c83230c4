import { z } from 'zod'
import type { JobHardware, JobScheduleView, JobView } from '../../shared/domain/job-view.ts'
import { JobVolumeSchema } from '../../shared/domain/job.ts'
import { errors, fail } from '../../shared/errors.ts'

/** Replies of the Jobs API, read tolerantly: what is missing is null, and unknown words pass. */

const words = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? [])
const record = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((entries) =>
    Object.fromEntries(
      Object.entries(entries ?? {}).map(([key, value]) => [key, String(value)] as const),
    ),
  )
/** Names; an older API had an object with the names as its keys. */
const names = z
  .union([z.array(z.string()), z.record(z.string(), z.unknown())])
  .nullish()
  .transform((given) => (Array.isArray(given) ? given : Object.keys(given ?? {})))
/** A window shows these and may open them, so they are addresses and nothing else. */
const addresses = words.transform((list) =>
  list.filter((text) => /^https:\/\/[\w.-]{1,200}(?:\/\S{0,300})?$/.test(text)).slice(0, 20),
)
const VolumeReplySchema = JobVolumeSchema.extend({ readOnly: z.boolean().default(false) })
const volumes = z
  .array(z.unknown())
  .nullish()
  .transform((list) =>
    (list ?? []).flatMap((one) => {
      const volume = VolumeReplySchema.safeParse(one)
      return volume.success ? [volume.data] : []
    }),
  )
const time = z.string().max(64).nullish()

const JobReplySchema = z.object({
  id: z.string().max(100),
  owner: z.object({ name: z.string() }),
  status: z.object({
    stage: z.string().max(40),
    message: z.string().nullish(),
    exposeUrls: addresses,
  }),
  dockerImage: z.string().nullish(),
  spaceId: z.string().nullish(),
  command: words,
  arguments: words,
  flavor: z.string().nullish(),
  environment: record,
  secrets: names,
  labels: record,
  createdAt: time,
  startedAt: time,
  finishedAt: time,
  volumes,
  timeout: z.number().nullish().catch(null),
  timeoutSeconds: z.number().nullish().catch(null),
  hfToken: z
    .object({ ownerName: z.string().max(200), tokenRole: z.string().max(64) })
    .nullish()
    .catch(null),
  durations: z.object({ runningSecs: z.number().nullish() }).nullish(),
})

const ScheduleReplySchema = z.object({
  id: z.string().max(100),
  owner: z.object({ name: z.string() }),
  schedule: z.string().nullish(),
  suspend: z.boolean().nullish(),
  jobSpec: z.object({ command: words, arguments: words, secrets: names }),
  status: z
    .object({ lastJob: z.object({ id: z.string() }).nullish(), nextJobRunAt: time })
    .nullish(),
})

const HardwareReplySchema = z.array(
  z.object({
    name: z.string(),
    prettyName: z.string(),
    cpu: z.string().nullish(),
    ram: z.string().nullish(),
    accelerator: z
      .object({
        model: z.string(),
        quantity: z.union([z.string(), z.number()]),
        vram: z.string().nullish(),
      })
      .nullish(),
    unitCostUSD: z.number().nonnegative(),
    unitLabel: z.string(),
  }),
)

/** One job. Throws `hub-unexpected-reply`. */
export function readJob(json: unknown, host: string): JobView {
  return toJobView(parsed(JobReplySchema, json, host))
}

/** A page of jobs. Throws `hub-unexpected-reply`. */
export function readJobs(json: unknown, host: string): readonly JobView[] {
  return parsed(z.array(JobReplySchema), json, host).map(toJobView)
}

/** One scheduled job. Throws `hub-unexpected-reply`. */
export function readSchedule(json: unknown, host: string): JobScheduleView {
  return toScheduleView(parsed(ScheduleReplySchema, json, host))
}

/** All scheduled jobs of a namespace. Throws `hub-unexpected-reply`. */
export function readSchedules(json: unknown, host: string): readonly JobScheduleView[] {
  return parsed(z.array(ScheduleReplySchema), json, host).map(toScheduleView)
}

/** The machines and their prices. Throws `hub-unexpected-reply`. */
export function readHardware(json: unknown, host: string): readonly JobHardware[] {
  return parsed(HardwareReplySchema, json, host).map((machine) => ({
    name: machine.name,
    label: machine.prettyName,
    cpu: machine.cpu ?? '',
    ram: machine.ram ?? '',
    accelerator: machine.accelerator
      ? `${machine.accelerator.quantity}x ${machine.accelerator.model} (${machine.accelerator.vram ?? '?'})`
      : null,
    dollarsPerMinute: perMinute(machine),
  }))
}

function perMinute({ unitCostUSD, unitLabel }: { unitCostUSD: number; unitLabel: string }): number {
  if (unitLabel === 'hour') return unitCostUSD / 60
  return unitLabel === 'second' ? unitCostUSD * 60 : unitCostUSD
}

function toJobView(reply: z.infer<typeof JobReplySchema>): JobView {
  return {
    id: reply.id,
    namespace: reply.owner.name,
    stage: reply.status.stage,
    message: reply.status.message ?? null,
    image: reply.dockerImage ?? (reply.spaceId == null ? null : `hf.co/spaces/${reply.spaceId}`),
    command: [...reply.command, ...reply.arguments],
    flavor: reply.flavor ?? null,
    environment: reply.environment,
    secrets: reply.secrets,
    labels: reply.labels,
    createdAt: reply.createdAt ?? null,
    startedAt: reply.startedAt ?? null,
    finishedAt: reply.finishedAt ?? null,
    runningSeconds: reply.durations?.runningSecs ?? null,
    addresses: reply.status.exposeUrls,
    ports: reply.status.exposeUrls.flatMap(portOf),
    volumes: reply.volumes,
    timeoutSeconds: reply.timeoutSeconds ?? reply.timeout ?? null,
    submittedWith:
      reply.hfToken == null
        ? null
        : { owner: reply.hfToken.ownerName, role: reply.hfToken.tokenRole },
  }
}

/** `https://<job>--8000.hf.jobs`. */
function portOf(address: string): number[] {
  const port = /--(\d{1,5})\./.exec(address)?.[1]
  return port === undefined ? [] : [Number(port)]
}

function toScheduleView(reply: z.infer<typeof ScheduleReplySchema>): JobScheduleView {
  return {
    id: reply.id,
    namespace: reply.owner.name,
    schedule: reply.schedule ?? '',
    suspended: reply.suspend ?? false,
    command: [...reply.jobSpec.command, ...reply.jobSpec.arguments],
    secrets: reply.jobSpec.secrets,
    lastJob: reply.status?.lastJob?.id ?? null,
    nextRunAt: reply.status?.nextJobRunAt ?? null,
  }
}

function parsed<T>(schema: z.ZodType<T>, json: unknown, host: string): T {
  const result = schema.safeParse(json)
  if (!result.success) throw fail(errors.hubUnexpectedReply(host))
  return result.data
}
