import type { JobMetrics } from '../../../shared/domain/job-metrics.ts'
import { sizeOf } from '../../../shared/size.ts'
import { jobNeeds } from '../../app/job-needs.ts'
import { followMetrics } from '../../jobs/follow-metrics.ts'
import { readJobName } from '../../jobs/job-name.ts'
import type { Context } from '../context.ts'
import type { AsAccount } from './jobs.ts'

/** `hubkey jobs stats`: how busy a job's machine is now; waits for one that has none yet. */
export async function stats(
  name: string,
  { account = null }: { readonly account?: AsAccount['account'] | null },
  { core, output, signal }: Context,
): Promise<void> {
  output.progress('Waiting for a measurement…')
  const wish = { ...readJobName(name), account, signal }
  let metrics: JobMetrics | null = null
  for await (const sample of followMetrics(wish, jobNeeds(core, account))) {
    metrics = sample
    break
  }
  output.result({ metrics }, () =>
    metrics === null ? 'It has ended, and its machine is measured no more.\n' : describe(metrics),
  )
}

/** `CPU 12 % of 3.5 cores · memory 1.3 MB of 15 GB · GPU 87 %, 20 of 24 GB`. */
function describe({ cpuBusy, cores, memoryBytes, memoryTotalBytes, gpus }: JobMetrics): string {
  const parts = [
    cpuBusy === null
      ? null
      : `CPU ${percent(cpuBusy)}${cores === null ? '' : ` of ${cores} cores`}`,
    memoryText('memory ', memoryBytes, memoryTotalBytes),
    ...gpus.map((gpu) =>
      [
        `GPU ${gpu.busy === null ? '?' : percent(gpu.busy)}`,
        memoryText('', gpu.memoryBytes, gpu.memoryTotalBytes),
      ]
        .filter((part) => part !== null)
        .join(', '),
    ),
  ]
  return `${parts.filter((part) => part !== null).join(' · ')}\n`
}

function memoryText(name: string, used: number | null, whole: number | null): string | null {
  return used === null || whole === null ? null : `${name}${sizeOf(used, whole)}`
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
