import type { ReactNode } from 'react'
import { jobName } from '../../../shared/domain/job-facts.ts'
import type { JobDetail, JobSummary } from '../../../shared/domain/job-view.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import type { OpenDetails } from '../../state/jobs.ts'
import { useBusy } from '../../state/ui.ts'
import { detailRows } from '../../words/job-detail.ts'
import { JobMeters } from './JobMeters.tsx'

interface JobDetailsProps {
  readonly job: JobSummary
  readonly open: OpenDetails
}

/** All that the Hub tells of a job, and how busy its machine is. Of secrets there are names alone. */
export function JobDetails({ job, open }: JobDetailsProps): ReactNode {
  const place = places.jobDetail(jobName(job))
  const isBusy = useBusy(place)
  const { detail, samples, error, follow } = open
  return (
    <section className="job-details" aria-label={`Details of ${job.title}`} aria-busy={isBusy}>
      {follow !== null && <JobMeters job={job} samples={samples} />}
      {error !== null && <ErrorNote error={error} kind="state" />}
      <PlaceNote place={place} />
      {detail === null ? (
        isBusy && <p className="waiting">Asking the Hub…</p>
      ) : (
        <Facts {...detail} />
      )}
    </section>
  )
}

function Facts(detail: JobDetail): ReactNode {
  const { secrets, script } = detail
  return (
    <>
      <dl className="job-facts">
        {detailRows(detail).map(({ name, value, isCode }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={isCode ? 'mono' : undefined}>{value}</dd>
          </div>
        ))}
        <div>
          <dt>Secrets</dt>
          <dd>
            {secrets.length === 0 ? (
              'none'
            ) : (
              <>
                <span className="mono">{secrets.join(', ')}</span>
                <span className="meta"> · names alone: nobody is given the values back</span>
              </>
            )}
          </dd>
        </div>
      </dl>
      {script !== null && (
        <pre className="mono request" tabIndex={0} aria-label={`The script ${script.name}`}>
          {script.text}
        </pre>
      )}
    </>
  )
}
