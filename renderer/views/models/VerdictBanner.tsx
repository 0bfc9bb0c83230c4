import type { ReactNode } from 'react'
import type { AccessView } from '../../../shared/domain/access.ts'
import { ActionButton } from '../../components/ErrorNote.tsx'
import { verdictTitle, verdictTone } from '../../words/verdict.ts'

interface VerdictBannerProps {
  readonly id: string
  readonly access: AccessView
  readonly retry: () => void
}

/** Whether this account may have the model, why, and the one next step. */
export function VerdictBanner({ id, access, retry }: VerdictBannerProps): ReactNode {
  const { verdict, reason, action } = access
  return (
    <div className={`verdict ${verdictTone[verdict]}`} role="status">
      <div className="grow" id={id}>
        <div className="verdict-title">{verdictTitle[verdict]}</div>
        {reason}
        {action?.does.kind === 'advice' && <div className="note-next">{action.label}.</div>}
      </div>
      <ActionButton action={action} retry={retry} kind="primary" />
    </div>
  )
}
