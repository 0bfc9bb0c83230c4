import type { ReactNode } from 'react'
import { jobName } from '../../../shared/domain/job-facts.ts'
import type { JobSummary } from '../../../shared/domain/job-view.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { diagnoseJob } from '../../job-actions.ts'
import { places } from '../../places.ts'
import { useJobs } from '../../state/jobs.ts'
import { useBusy } from '../../state/ui.ts'

/** That a job failed; and why, once its log was read for it. */
export function JobFailure({ job }: { readonly job: JobSummary }): ReactNode {
  const name = jobName(job)
  const causes = useJobs((state) => state.causes[name])
  const isBusy = useBusy(places.job(name))
  return (
    <>
      <div className="note bad" role="status">
        <div className="grow">
          <span className="note-text">{job.message ?? 'It failed.'}</span>
          {causes?.length === 0 && (
            <span className="note-next">Its log tells no cause that Hubkey knows.</span>
          )}
        </div>
        {causes === undefined && (
          <Button
            aria-label={`Find out why ${job.title} failed`}
            isBusy={isBusy}
            onClick={() => {
              diagnoseJob(job)
            }}
          >
            Find out why
          </Button>
        )}
      </div>
      {causes?.map((cause) => (
        <ErrorNote key={cause.code} error={cause} kind="state" />
      ))}
    </>
  )
}
