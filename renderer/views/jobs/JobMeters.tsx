import type { ReactNode } from 'react'
import type { JobMetrics } from '../../../shared/domain/job-metrics.ts'
import type { JobSummary } from '../../../shared/domain/job-view.ts'
import { Sparkline } from '../../components/Sparkline.tsx'
import { jobMeasures } from '../../words/job-meters.ts'

interface JobMetersProps {
  readonly job: JobSummary
  readonly samples: readonly JobMetrics[]
}

/** How busy a job's machine is, as it goes. */
export function JobMeters({ job, samples }: JobMetersProps): ReactNode {
  const measures = jobMeasures(samples)
  if (measures.length === 0) {
    return (
      <p className="waiting" role="status">
        {job.stage === 'SCHEDULING' ? 'It waits for a machine.' : 'Measuring its machine…'}
      </p>
    )
  }
  return (
    <div className="row wrap figures">
      {measures.map(({ name, values, now, label, most }) => (
        <div key={name}>
          <div className="meta">
            {name} <b>{now}</b>
          </div>
          <Sparkline
            values={values}
            label={label}
            tone={name === 'CPU' ? 'accent' : 'dim'}
            {...(most === undefined ? {} : { most })}
          />
        </div>
      ))}
    </div>
  )
}
