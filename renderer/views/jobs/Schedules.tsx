import { useEffect, type ReactNode } from 'react'
import { jobName } from '../../../shared/domain/job-facts.ts'
import type { JobScheduleView } from '../../../shared/domain/job-view.ts'
import { Button } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { useNow } from '../../components/use-now.ts'
import { askToDelete, changeSchedule, listSchedules } from '../../job-actions.ts'
import { places } from '../../places.ts'
import { useJobs } from '../../state/jobs.ts'
import { useBusy } from '../../state/ui.ts'
import { relativeTime } from '../../words/time.ts'

const minute = 60_000

/** Jobs that start at certain times; nothing where none does. */
export function Schedules(): ReactNode {
  const schedules = useJobs((state) => state.schedules)
  const deleted = useJobs((state) => state.deleted)
  useEffect(listSchedules, [])
  return (
    <>
      <PlaceNote place={places.jobSchedules} />
      {schedules !== null && schedules.length > 0 && (
        <>
          <h2>Scheduled</h2>
          <ul className="card rows">
            {schedules.map((schedule) => (
              <Schedule key={schedule.id} schedule={schedule} />
            ))}
          </ul>
        </>
      )}
      {deleted !== null && <DeleteQuestion schedule={deleted} />}
    </>
  )
}

/** A schedule cannot be brought back, and what it has started goes on. */
function DeleteQuestion({ schedule }: { readonly schedule: JobScheduleView }): ReactNode {
  const close = (): void => {
    askToDelete(null)
  }
  return (
    <Dialog title="Delete this schedule?" onClose={close}>
      <p>
        <span className="mono">{schedule.schedule}</span>: no further job starts. One that it has
        started goes on.
      </p>
      <p className="meta">To stop it for a while only, suspend it.</p>
      <div className="row dialog-foot">
        <Button onClick={close}>Keep it</Button>
        <Button
          className="danger"
          onClick={() => {
            close()
            changeSchedule(schedule, 'delete')
          }}
        >
          Delete
        </Button>
      </div>
    </Dialog>
  )
}

function Schedule({ schedule }: { readonly schedule: JobScheduleView }): ReactNode {
  const { id, suspended, secrets } = schedule
  const place = places.job(jobName(schedule))
  const isBusy = useBusy(place)
  const now = useNow(minute)
  const verb = suspended ? 'resume' : 'suspend'
  return (
    <li>
      <div className="row wrap schedule">
        <div className="grow">
          <div className="name">
            <span className="mono">{schedule.schedule}</span>{' '}
            {suspended && <Chip tone="warn">suspended</Chip>}
          </div>
          <div className="meta">
            <span className="mono">{jobName(schedule)}</span>
            {secrets.length > 0 && ` · holds ${secrets.join(', ')}`}
            {schedule.nextRunAt !== null && ` · next ${relativeTime(schedule.nextRunAt, now)}`}
          </div>
        </div>
        <div className="row">
          <Button
            isBusy={isBusy}
            aria-label={`Run ${id} now`}
            onClick={() => {
              changeSchedule(schedule, 'run')
            }}
          >
            Run now
          </Button>
          <Button
            aria-label={`${suspended ? 'Resume' : 'Suspend'} ${id}`}
            onClick={() => {
              changeSchedule(schedule, verb)
            }}
          >
            {suspended ? 'Resume' : 'Suspend'}
          </Button>
          <Button
            kind="quiet"
            className="danger"
            aria-label={`Delete ${id}`}
            onClick={() => {
              askToDelete(schedule)
            }}
          >
            Delete…
          </Button>
        </div>
      </div>
      <PlaceNote place={place} />
    </li>
  )
}
