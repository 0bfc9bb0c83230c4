import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { showJobs } from '../../state/jobs.ts'
import { goTo } from '../../state/ui.ts'
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
      <div className="row wrap where" role="group" aria-label="Where it runs">
        <button
          type="button"
          className="chip toggle"
          aria-pressed={false}
          onClick={() => {
            goTo('models')
          }}
        >
          This machine
        </button>
        <button type="button" className="chip toggle" aria-pressed>
          Hugging Face Jobs
        </button>
      </div>
      <JobWork />
      <JobMachine />
      <JobSecrets />
      <JobMore />
      <JobFindings />
      <JobFoot />
    </>
  )
}
