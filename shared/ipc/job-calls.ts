import { z } from 'zod'
import { AppErrorSchema } from '../app-error.ts'
import {
  FormSecretSchema,
  JobCheckSchema,
  JobFormSchema,
  JobSubmissionSchema,
  ReusedJobSchema,
  ScheduleTimesSchema,
} from '../domain/job-form.ts'
import {
  JobDetailSchema,
  JobHardwareSchema,
  JobKeySchema,
  JobScheduleViewSchema,
  NamespaceSchema,
} from '../domain/job-view.ts'
import { call } from './call.ts'

const nothing = z.void()

/** The part of the contract that is about jobs at Hugging Face. */
export const jobCalls = {
  /** The jobs of a namespace, of the account itself for null; the snapshot has them then. */
  'job.list': call(z.strictObject({ namespace: NamespaceSchema.nullable() }), nothing),
  'job.inspect': call(JobKeySchema, JobDetailSchema),
  'job.cancel': call(JobKeySchema, nothing),
  /** The form of one that ran before, to be changed first; no token is in it, whoever left one there. */
  'job.reuse': call(JobKeySchema, ReusedJobSchema),
  /** Begins to send `job-metrics` events until the job's end or `job.unmeasure`. */
  'job.measure': call(z.strictObject({ follow: z.uuid(), job: JobKeySchema }), nothing),
  'job.unmeasure': call(z.strictObject({ follow: z.uuid() }), nothing),
  /** Main writes the address of an exposed port to the clipboard. */
  'job.copy-address': call(
    z.strictObject({ address: z.url({ protocol: /^https$/ }).max(600) }),
    nothing,
  ),
  /** Begins to send `job-log` events, from the first line on, until the job's end or `job.unfollow`. */
  'job.follow': call(z.strictObject({ follow: z.uuid(), job: JobKeySchema }), nothing),
  'job.unfollow': call(z.strictObject({ follow: z.uuid() }), nothing),
  'job.hardware': call(nothing, z.array(JobHardwareSchema)),
  /** Lets the user choose a script in the system's dialog; its text stays with main. */
  'job.pick-script': call(
    nothing,
    z.object({ script: z.object({ file: z.uuid(), name: z.string() }).nullable() }),
  ),
  /** Main keeps what was typed; `$HF_TOKEN` stands for the account in force. */
  'job.take-secret': call(z.strictObject({ text: z.string().max(16 * 1024) }), FormSecretSchema),
  'job.check': call(z.strictObject({ form: JobFormSchema }), JobCheckSchema),
  /** Mends one finding by its id, or all for null. What comes back holds no token. */
  'job.mend': call(
    z.strictObject({ form: JobFormSchema, finding: z.string().max(100).nullable() }),
    JobFormSchema,
  ),
  /** `agreed`: US dollars that the user has agreed to; null where no price was shown. */
  'job.submit': call(JobSubmissionSchema, JobKeySchema),
  /** Why a job failed, the last cause first; empty where its log does not tell. */
  'job.diagnose': call(JobKeySchema, z.array(AppErrorSchema)),
  'job.schedules': call(
    z.strictObject({ namespace: NamespaceSchema.nullable() }),
    z.array(JobScheduleViewSchema),
  ),
  /** `run` starts it once more now; jobs that a deleted one has started go on. */
  'job.change-schedule': call(
    JobKeySchema.extend({ verb: z.enum(['suspend', 'resume', 'run', 'delete']) }),
    nothing,
  ),
  'job.schedule': call(
    JobSubmissionSchema.extend({ times: ScheduleTimesSchema }),
    JobScheduleViewSchema,
  ),
} as const
