import type { JobMetrics } from '../../shared/domain/job-metrics.ts'
import { size, sizeOf } from '../../shared/size.ts'
import type { Measure } from './figures.ts'

/** What there is to draw of a job's machine; what the Hub does not tell is left out. */
export function jobMeasures(samples: readonly JobMetrics[]): readonly Measure[] {
  const last = samples.at(-1)
  if (last === undefined) return []
  const { cores, memoryTotalBytes } = last
  const memory = (used: number, whole: number | null | undefined): string =>
    whole == null ? size(used) : sizeOf(used, whole)
  return [
    measure({
      name: 'CPU',
      samples,
      read: ({ cpuBusy }) => cpuBusy,
      say: (busy) => `${percent(busy)}${cores === null ? '' : ` of ${coresText(cores)}`}`,
      most: 1,
    }),
    measure({
      name: 'Memory',
      samples,
      read: ({ memoryBytes }) => memoryBytes,
      say: (used) => memory(used, memoryTotalBytes),
      most: memoryTotalBytes ?? undefined,
    }),
    ...last.gpus.flatMap(({ memoryTotalBytes: whole }, at) => {
      const name = last.gpus.length === 1 ? 'GPU' : `GPU ${at + 1}`
      return [
        measure({
          name,
          samples,
          read: ({ gpus }) => gpus[at]?.busy ?? null,
          say: percent,
          most: 1,
        }),
        measure({
          name: `${name} memory`,
          samples,
          read: ({ gpus }) => gpus[at]?.memoryBytes ?? null,
          say: (used) => memory(used, whole),
          most: whole ?? undefined,
        }),
      ]
    }),
  ].filter((one) => one !== null)
}

interface Meter {
  readonly name: string
  readonly samples: readonly JobMetrics[]
  readonly read: (sample: JobMetrics) => number | null
  readonly say: (value: number) => string
  readonly most: number | undefined
}

function measure({ name, samples, read, say, most }: Meter): Measure | null {
  const values = samples.map(read)
  const last = values.at(-1)
  if (last == null) return null
  const now = say(last)
  return { name, values, now, label: `${name}: ${now}`, ...(most === undefined ? {} : { most }) }
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

function coresText(cores: number): string {
  return cores === 1 ? 'one core' : `${Number(cores.toFixed(1))} cores`
}
