import { isOver } from '../../../shared/domain/job-facts.ts'
import { useEffect, type ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { listJobs } from '../../job-actions.ts'
import { places } from '../../places.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { useBusy, useUi } from '../../state/ui.ts'
import { openJobForm } from '../../job-form-actions.ts'
import { useJobs } from '../../state/jobs.ts'
import { JobCard } from './JobCard.tsx'
import { NewJob } from './NewJob.tsx'
import { Schedules } from './Schedules.tsx'
import { NamespaceChoice } from './NamespaceChoice.tsx'

/** Jobs at Hugging Face, or the form for a new one. */
export function Jobs(): ReactNode {
  const view = useJobs((state) => state.view)
  return view === 'new' ? <NewJob /> : <List />
}

/** Those that live, then those that have ended. */
function List(): ReactNode {
  const list = useSnapshot(({ jobs }) => jobs)
  const hasFailed = useUi(({ notes }) => notes[places.jobs] !== undefined)
  const isBusy = useBusy(places.jobs)
  useEffect(listJobs, [])
  const jobs = list?.jobs ?? []
  const ended = jobs.filter(isOver)
  return (
    <>
      <PageHead
        title="Jobs"
        sub="On the machines of Hugging Face, for when this one is not enough."
      >
        <NamespaceChoice />
        <Button kind="quiet" isBusy={isBusy} onClick={listJobs}>
          Refresh
        </Button>
        <NewJobButton />
      </PageHead>
      <PlaceNote place={places.jobs} />
      {list === null && !hasFailed && (
        <p className="waiting" role="status">
          Asking the Hub…
        </p>
      )}
      {list !== null && jobs.length === 0 && (
        <Empty title="No job yet" actions={<NewJobButton />}>
          A script or a command that runs on a rented machine shows here, with its log and what it
          costs.
        </Empty>
      )}
      {jobs
        .filter((job) => !isOver(job))
        .map((job) => (
          <JobCard key={job.id} job={job} />
        ))}
      {ended.length > 0 && <h2>Ended</h2>}
      {ended.map((job) => (
        <JobCard key={job.id} job={job} />
      ))}
      {list !== null && <Schedules />}
    </>
  )
}

function NewJobButton(): ReactNode {
  return (
    <Button
      kind="primary"
      onClick={() => {
        openJobForm()
      }}
    >
      New job
    </Button>
  )
}
