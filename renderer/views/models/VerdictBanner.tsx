import type { ReactNode } from 'react'
import type { AccountAccess } from '../../../shared/domain/access.ts'
import type { ModelView } from '../../../shared/domain/model.ts'
import { mayOpenLater } from '../../../shared/domain/verdict.ts'
import type { Action } from '../../../shared/errors.ts'
import { Button } from '../../components/Button.tsx'
import { ActionButton } from '../../components/ErrorNote.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { useNow } from '../../components/use-now.ts'
import { places } from '../../places.ts'
import { relativeTime } from '../../words/time.ts'
import { verdictTitle, verdictTone } from '../../words/verdict.ts'
import { useWatchOf } from './use-watch-of.ts'
import { WatchControl } from './WatchControl.tsx'

interface VerdictBannerProps {
  readonly id: string
  readonly model: ModelView
  readonly retry: () => void
}

/** Whether this account may have it, why, the one next step, and what other accounts may. */
export function VerdictBanner({ id, model, retry }: VerdictBannerProps): ReactNode {
  const { verdict, reason, action, until } = model.access
  const now = useNow(10_000)
  const isWatched = useWatchOf(model) !== undefined
  const isWaiting = action?.does.kind === 'watch'
  return (
    <>
      <div className={`verdict ${verdictTone[verdict]}`} role="status">
        <div className="grow" id={id}>
          <div className="verdict-title">{verdictTitle[verdict]}</div>
          {reason}
          {until !== undefined && <div>It may be asked again {relativeTime(until, now)}.</div>}
          {action?.does.kind === 'advice' && <div className="note-next">{action.label}.</div>}
          {isWatched && <div>Hubkey asks again by itself, and tells you when it opens.</div>}
          {model.accounts.length > 1 && <AccountList accounts={model.accounts} />}
        </div>
        <div className="row wrap end">
          {action !== null && !isWaiting && <NextStep action={action} retry={retry} />}
          {(isWaiting || mayOpenLater(verdict)) && (
            <WatchControl model={model} isNextStep={isWaiting} lookAgain={retry} />
          )}
        </div>
      </div>
      <PlaceNote place={places.watch(model.repo)} />
      {action?.does.kind === 'use-account' && (
        <PlaceNote place={places.account(action.does.provider, action.does.account)} />
      )}
    </>
  )
}

/** After what only the user can do elsewhere, the step here is to ask again. */
function NextStep({
  action,
  retry,
}: {
  readonly action: Action
  readonly retry: () => void
}): ReactNode {
  if (action.does.kind !== 'advice') {
    return <ActionButton action={action} retry={retry} kind="primary" />
  }
  return (
    <Button kind="primary" onClick={retry}>
      Check again
    </Button>
  )
}

function AccountList({ accounts }: { readonly accounts: readonly AccountAccess[] }): ReactNode {
  return (
    <ul aria-label="Your accounts" className="verdict-accounts">
      {accounts.map(({ account, username, inForce, verdict }) => (
        <li key={account ?? ''}>
          <b>{account ?? 'not stored'}</b>
          {username !== null && ` (@${username})`}
          {inForce ? ', in use' : ''}: {verdict === null ? 'not asked' : verdictTitle[verdict]}
        </li>
      ))}
    </ul>
  )
}
