import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { isOver } from '../../shared/domain/job-facts.ts'
import type { JobMetrics } from '../../shared/domain/job-metrics.ts'
import { errors, fail } from '../../shared/errors.ts'
import { readLimits } from '../hub/limits.ts'
import { Attempt, isBroken, pauseAfter } from './attempt.ts'
import { readEvents } from './event-stream.ts'
import type { JobName } from './job-name.ts'
import { inspectJob } from './look-at-jobs.ts'
import { namespaceOf, type Submitter } from './namespace.ts'
import type { JobNeeds } from './needs.ts'
import { hostOf } from './submit-job.ts'

/** A measurement comes about every second. Milliseconds. */
const silenceMs = 30_000
/** A job that waits for its machine has nothing to measure yet. Milliseconds. */
const restMs = 2000

const Count = z.number().nonnegative().nullish().catch(null)
const GpuSchema = z.object({
  utilization: Count,
  memory_used_bytes: Count,
  memory_total_bytes: Count,
})

/** An event of `/metrics` (huggingface_hub `fetch_job_metrics`), read tolerantly. */
const EventSchema = z.object({
  cpu_usage_pct: Count,
  cpu_millicores: Count,
  memory_used_bytes: Count,
  memory_total_bytes: Count,
  gpus: z.record(z.string().max(100), GpuSchema).nullish().catch(null),
})

/**
 * How busy a job's machine is, about once a second, until the job ends. Where the connection breaks off
 * it is asked again. Throws as `askJobs` does, and why the Hub was not reached several times in a row.
 */
export async function* followMetrics(
  { id, signal, account, ...name }: JobName & Submitter & { readonly signal: AbortSignal },
  needs: JobNeeds,
): AsyncGenerator<JobMetrics> {
  const limits = readLimits(needs.hub.env, needs.hub.limits)
  const namespace = await namespaceOf({ ...name, account }, needs.credentials)
  const job = { namespace, id, account, signal }
  const read = (text: string): JobMetrics | null => readMetrics(text, needs.hub.clock.now())
  for (let failures = 0; ;) {
    const attempt = new Attempt(signal, silenceMs)
    const token = (await needs.hub.token({ repo: null }))?.secret ?? null
    const ask = { namespace, id, token, signal: attempt.signal, onSign: () => attempt.stay() }
    let failure: Error | null = null
    try {
      for await (const bundle of readEvents('metrics', ask, read, needs)) {
        failures = 0
        const newest = bundle.at(-1)
        if (newest !== undefined) yield newest
      }
    } catch (cause) {
      if (signal.aborted || !(cause instanceof Error)) throw cause
      failure = cause
    } finally {
      attempt.end()
    }
    // The Hub refuses to measure what has ended, in words of its own.
    const { stage } = await inspectJob(job, needs)
    if (isOver({ stage })) return
    if (failure !== null && stage !== 'SCHEDULING') {
      if (!attempt.isSilent && !isBroken(failure)) throw failure
      failures += 1
      if (failures > limits.tries) throw fail(errors.hubUnreachable(hostOf(needs)))
    }
    const rest = stage === 'SCHEDULING' ? restMs : pauseAfter(failures, limits)
    await sleep(rest, undefined, { signal })
  }
}

function readMetrics(text: string, now: Date): JobMetrics | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const parsed = EventSchema.safeParse(json)
  if (!parsed.success) return null
  const { cpu_usage_pct: cpu, cpu_millicores: millicores, gpus } = parsed.data
  return {
    at: now.toISOString(),
    cpuBusy: shareOf(cpu),
    cores: millicores == null ? null : millicores / 1000,
    memoryBytes: parsed.data.memory_used_bytes ?? null,
    memoryTotalBytes: parsed.data.memory_total_bytes ?? null,
    gpus: Object.values(gpus ?? {})
      .slice(0, 64)
      .map((gpu) => ({
        busy: shareOf(gpu.utilization),
        memoryBytes: gpu.memory_used_bytes ?? null,
        memoryTotalBytes: gpu.memory_total_bytes ?? null,
      })),
  }
}

/** A percentage as a share; a core that is boosted may do more than all. */
function shareOf(percent: number | null | undefined): number | null {
  return percent == null ? null : Math.min(1, percent / 100)
}
