import type { ReactNode } from 'react'
import type { AppError } from '../../shared/errors.ts'
import { Button } from '../components/Button.tsx'
import { Empty } from '../components/Empty.tsx'

interface ConnectionProblemProps {
  readonly problem: AppError
  readonly retry: () => void
}

/** Shown in place of a page while main does not answer. */
export function ConnectionProblem({ problem, retry }: ConnectionProblemProps): ReactNode {
  return (
    <div role="alert">
      <Empty
        title="Hubkey does not answer"
        actions={
          <Button kind="primary" onClick={retry}>
            Try again
          </Button>
        }
      >
        {problem.message} Nothing was changed. If this stays, quit Hubkey from the tray and start it
        again.
      </Empty>
    </div>
  )
}
