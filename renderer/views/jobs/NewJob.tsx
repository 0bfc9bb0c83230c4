import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { serveHosted } from '../../launch-form-actions.ts'
import { useJobForm } from '../../state/job-form.ts'
import { showJobs } from '../../state/jobs.ts'
import { goTo } from '../../state/ui.ts'
import { WhereItRuns } from '../launch/WhereItRuns.tsx'
import { JobFindings } from './JobFindings.tsx'
import { JobFoot } from './JobFoot.tsx'
import { JobMachine } from './JobMachine.tsx'
import { JobMore } from './JobMore.tsx'
import { JobSecrets } from './JobSecrets.tsx'
import { JobWork } from './JobWork.tsx'

/** The form of a new job, with what is wrong with it and what it may cost. */
export function NewJob(): ReactNode {
  const reused = useJobForm((state) => state.reused)
  return (
    <>
      <PageHead title="New job" sub={subOf(reused)}>
        <Button
          kind="quiet"
          onClick={() => {
            showJobs('list')
          }}
        >
          All jobs
        </Button>
      </PageHead>
      <WhereItRuns
        at="job"
        onJob={() => undefined}
        onHere={() => {
          goTo('models')
        }}
        onHosted={() => {
          serveHosted('')
        }}
      />
      <JobWork />
      <JobMachine />
      <JobSecrets />
      <JobMore />
      <JobFindings />
      <JobFoot />
    </>
  )
}

function subOf(reused: string | null): string {
  return reused === null
    ? 'Hubkey looks at it while you write, before it costs anything.'
    : `Filled in as ${reused} was. Change what you like: nothing runs before you submit it.`
}
