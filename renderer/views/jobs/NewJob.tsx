import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { serveHosted } from '../../launch-form-actions.ts'
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
  return (
    <>
      <PageHead title="New job" sub="Hubkey looks at it while you write, before it costs anything.">
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
