import { z } from 'zod'

const bytes = z.number().nonnegative()
const share = z.number().min(0).max(1)

/** How busy a running job's machine is at one moment. What the Hub does not tell is null. */
export const JobMetricsSchema = z.object({
  /** ISO 8601: when it arrived. */
  at: z.string(),
  /** Share of all its cores, 0 to 1. */
  cpuBusy: share.nullable(),
  cores: z.number().nonnegative().nullable(),
  memoryBytes: bytes.nullable(),
  memoryTotalBytes: bytes.nullable(),
  gpus: z
    .array(
      z.object({
        /** Share of its time, 0 to 1. */
        busy: share.nullable(),
        memoryBytes: bytes.nullable(),
        memoryTotalBytes: bytes.nullable(),
      }),
    )
    .max(64),
})
export type JobMetrics = Readonly<z.infer<typeof JobMetricsSchema>>
