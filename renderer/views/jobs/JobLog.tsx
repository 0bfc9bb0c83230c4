import type { ReactNode } from 'react'
import type { LogLine } from '../../../shared/domain/run.ts'
import type { JobSummary } from '../../../shared/domain/job-view.ts'
import { isOver } from '../../../shared/domain/job-facts.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { LogView } from '../../components/LogView.tsx'
import { closeJobLog, openJobLog } from '../../job-actions.ts'
import type { FollowedLog } from '../../state/jobs.ts'
import { useLogs } from '../../state/logs.ts'

const none: readonly LogLine[] = []

interface JobLogProps {
  readonly job: JobSummary
  readonly log: FollowedLog
}

/** What a job writes, as it comes; a connection that breaks off is taken up again by main. */
export function JobLog({ job, log }: JobLogProps): ReactNode {
  const lines = useLogs((state) => state.lines[log.follow] ?? none)
  const hidden = useLogs((state) => state.hidden[log.follow] ?? 0)
  const isWhole = log.isDone && hidden === 0
  return (
    <LogView
      lines={lines}
      hidden={hidden}
      nothing={nothing(job, log)}
      remark={isWhole ? 'the whole log' : 'secrets are masked before they get here'}
    >
      {log.error !== null && (
        <ErrorNote
          error={log.error}
          retry={() => {
            closeJobLog(job)
            openJobLog(job)
          }}
        />
      )}
    </LogView>
  )
}

function nothing(job: JobSummary, { isDone }: FollowedLog): string {
  if (isDone) return 'It wrote nothing.'
  if (job.stage === 'SCHEDULING') return 'It waits for a machine.'
  return isOver(job) ? 'Reading…' : 'Nothing was written yet.'
}
