import type { ReactNode } from 'react'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { DialogFoot } from '../../components/DialogFoot.tsx'
import { closeDialog, useTokens } from '../../state/tokens.ts'
import { clearToken } from '../../token-actions.ts'
import { clearPlan, type PlannedPlace } from '../../words/clear-plan.ts'
import { ClearReport } from './ClearReport.tsx'

interface ClearDialogProps {
  readonly provider: ProviderView
  /** Null for the token in force, wherever it comes from. */
  readonly account: string | null
}

/** Asks before clearing, naming every copy that goes and every one that stays; then says what came of it. */
export function ClearDialog({ provider, account }: ClearDialogProps): ReactNode {
  const report = useTokens(({ clearReport }) => clearReport)
  const question =
    account === null ? `Clear the ${provider.label} token?` : `Remove the account “${account}”?`
  return (
    <Dialog title={report === null ? question : 'What was cleared'} onClose={closeDialog}>
      {report === null ? (
        <Question provider={provider} account={account} />
      ) : (
        <ClearReport provider={provider} report={report} />
      )}
    </Dialog>
  )
}

function Question({ provider, account }: ClearDialogProps): ReactNode {
  const { goes, unread, stays, logsOut } = clearPlan(provider, account)
  return (
    <>
      <Places sentence="These copies are deleted for good:" places={goes} />
      {logsOut.length > 0 && (
        <p className="meta">
          {logsOut.join(', ')} {logsOut.length === 1 ? 'is' : 'are'} logged out, too.
        </p>
      )}
      <Places sentence="These cannot be read now, so a copy may stay:" places={unread} />
      <Places sentence="These stay, because only you can take them away:" places={stays} />
      {stays.length > 0 && (
        <p className="meta">
          Hubkey was started with them. Unset them where they are set, in a file such as{' '}
          <span className="mono">~/.profile</span>, then start Hubkey again.
        </p>
      )}
      <p className="meta">The token itself stays valid until you delete it at {provider.label}.</p>
      <DialogFoot
        verb={account === null ? 'Clear token' : 'Remove account'}
        isDangerous
        isDisabled={goes.length + unread.length === 0}
        onVerb={() => {
          clearToken(provider.id, account)
        }}
      />
    </>
  )
}

interface PlacesProps {
  readonly sentence: string
  readonly places: readonly PlannedPlace[]
}

function Places({ sentence, places }: PlacesProps): ReactNode {
  if (places.length === 0) return null
  return (
    <>
      <p>{sentence}</p>
      <ul className="copies">
        {places.map(({ where, holder }) => (
          <li key={`${holder} ${where}`}>
            <div className="row">
              <span className="mono grow">{where}</span>
              {holder !== where && <span className="meta">{holder}</span>}
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
