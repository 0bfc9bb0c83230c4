import type { ReactNode } from 'react'
import type { JobSummary } from '../../../shared/domain/job-view.ts'
import { isOver, jobName } from '../../../shared/domain/job-facts.ts'
import { Button } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { Dot } from '../../components/Dot.tsx'
import { Menu, type MenuItem } from '../../components/Menu.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { useNow } from '../../components/use-now.ts'
import { cancelJob, closeJobLog, openJobLog } from '../../job-actions.ts'
import { closeDetails, openDetails } from '../../job-detail-actions.ts'
import { reuseJob } from '../../job-form-actions.ts'
import { places } from '../../places.ts'
import { useJobs } from '../../state/jobs.ts'
import { useBusy } from '../../state/ui.ts'
import { jobCost, jobTimes, stageOf } from '../../words/job.ts'
import { JobAddresses } from './JobAddresses.tsx'
import { JobDetails } from './JobDetails.tsx'
import { JobFailure } from './JobFailure.tsx'
import { JobLog } from './JobLog.tsx'

const second = 1000

/** One job: what it is, how it stands, what it costs, and its log when that is unfolded. */
export function JobCard({ job }: { readonly job: JobSummary }): ReactNode {
  const name = jobName(job)
  const log = useJobs(({ logs }) => logs[name])
  const details = useJobs((state) => state.details[name])
  const isBusy = useBusy(places.job(name))
  const { name: stage, tone } = stageOf(job)
  return (
    <article className="card run" aria-label={job.title}>
      <div className="row">
        <Dot tone={tone} />
        <div className="grow">
          <div className="name">
            {job.title} <Chip tone={tone}>{stage}</Chip>
          </div>
          <div className="meta">
            <span className="mono">{name}</span>
            {job.flavor !== null && ` · ${job.flavor}`}
          </div>
        </div>
        <div className="row controls">
          {!isOver(job) && (
            <Button
              aria-label={`Cancel ${job.title}`}
              isBusy={isBusy}
              onClick={() => {
                cancelJob(job)
              }}
            >
              Cancel
            </Button>
          )}
          <Menu label={`More for ${job.title}`} items={menuOf(job)} />
        </div>
      </div>
      {job.stage === 'ERROR' && <JobFailure job={job} />}
      <PlaceNote place={places.job(name)} />
      {job.addresses.length > 0 && <JobAddresses job={job} />}
      <div className="row wrap run-facts meta">
        <span>{secretsHeld(job)}</span>
        <span className="grow" />
        <JobTimes job={job} />
        <span className="row">
          <button
            type="button"
            className="link"
            aria-expanded={details !== undefined}
            aria-label={`${details === undefined ? 'Show' : 'Hide'} details of ${job.title}`}
            onClick={() => {
              if (details === undefined) openDetails(job)
              else closeDetails(job)
            }}
          >
            {details === undefined ? 'Details' : 'Hide details'}
          </button>
          <button
            type="button"
            className="link"
            aria-expanded={log !== undefined}
            onClick={() => {
              if (log === undefined) openJobLog(job)
              else closeJobLog(job)
            }}
          >
            {log === undefined ? 'Show log' : 'Hide log'}
          </button>
        </span>
      </div>
      {details !== undefined && <JobDetails job={job} open={details} />}
      {log !== undefined && <JobLog job={job} log={log} />}
    </article>
  )
}

/** Ticks by itself, so that a second's passing draws a few letters and not the whole card. */
function JobTimes({ job }: { readonly job: JobSummary }): ReactNode {
  const now = useNow(second)
  const cost = jobCost(job, now)
  return (
    <>
      <span>{jobTimes(job, now)}</span>
      {cost !== '' && <span>{cost}</span>}
    </>
  )
}

function menuOf(job: JobSummary): readonly MenuItem[] {
  return [
    {
      label: 'Run it again…',
      onSelect: () => {
        reuseJob(job)
      },
    },
  ]
}

function secretsHeld({ secrets }: JobSummary): string {
  return secrets.length === 0 ? 'no secrets' : `holds ${secrets.join(', ')}`
}
