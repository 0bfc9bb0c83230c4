import type { ReactNode } from 'react'
import type { RunView } from '../../../shared/domain/run.ts'
import { RestartButton } from '../../components/RestartButton.tsx'

/** Nobody can take a token out of a running server's hands; starting it again can. */
export function OldTokenNote({ run }: { readonly run: RunView }): ReactNode {
  return (
    <div className="note warn" role="status">
      <div className="grow">
        It goes on with a token that was replaced or cleared since it was started.
        {run.detached && ' Restarted from here, it ends with Hubkey.'}
      </div>
      <RestartButton run={run} />
    </div>
  )
}
