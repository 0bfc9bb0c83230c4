import type { ReactNode } from 'react'
import type { AccountAccess } from '../../../shared/domain/access.ts'
import type { ModelView } from '../../../shared/domain/model.ts'
import { ActionButton } from '../../components/ErrorNote.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { useNow } from '../../components/use-now.ts'
import { places } from '../../places.ts'
import { relativeTime } from '../../words/time.ts'
import { verdictTitle, verdictTone } from '../../words/verdict.ts'
import { WatchControl } from './WatchControl.tsx'

interface VerdictBannerProps {
  readonly id: string
  readonly model: ModelView
  readonly retry: () => void
}

/** Whether this account may have the model, why, the one next step, and what other accounts may. */
export function VerdictBanner({ id, model, retry }: VerdictBannerProps): ReactNode {
  const { verdict, reason, action, until } = model.access
  const now = useNow(10_000)
  return (
    <>
      <div className={`verdict ${verdictTone[verdict]}`} role="status">
        <div className="grow" id={id}>
          <div className="verdict-title">{verdictTitle[verdict]}</div>
          {reason}
          {until !== undefined && <div>It may be asked again {relativeTime(until, now)}.</div>}
          {action?.does.kind === 'advice' && <div className="note-next">{action.label}.</div>}
          {model.accounts.length > 1 && <AccountList accounts={model.accounts} />}
        </div>
        <ActionButton action={action} retry={retry} kind="primary" />
        <WatchControl model={model} />
      </div>
      <PlaceNote place={places.watch(model.repo)} />
      {action?.does.kind === 'use-account' && (
        <PlaceNote place={places.account(action.does.provider, action.does.account)} />
      )}
    </>
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
