import type { ReactNode } from 'react'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import { logInByBrowser } from '../../actions.ts'
import { Button } from '../../components/Button.tsx'

interface LogInAgainProps {
  readonly provider: ProviderId
  readonly account: string
}

/** The way out of a log-in by the browser that has ended. */
export function LogInAgain({ provider, account }: LogInAgainProps): ReactNode {
  return (
    <Button
      aria-label={`Log in again as ${account}`}
      onClick={() => {
        logInByBrowser(provider, account)
      }}
    >
      Log in again
    </Button>
  )
}
