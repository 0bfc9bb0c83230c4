import type { ReactNode } from 'react'
import type { DraftView } from '../../shared/domain/draft.ts'
import { canRevoke } from '../words/provider.ts'
import { rightName } from '../words/rights.ts'
import { useTokenFlow } from './flow.ts'
import { useIntent, useProviderLabel, useReplacedAccount } from './intent.ts'

/** How the new token differs from the one it replaces. */
export function Differences({ draft }: { readonly draft: DraftView }): ReactNode {
  const oldOwner = useReplacedAccount()?.verification?.identity?.username
  const newOwner = draft.verification?.identity?.username
  return (
    <>
      {oldOwner !== undefined && newOwner !== undefined && oldOwner !== newOwner && (
        <p className="note warn" role="status">
          This token belongs to {newOwner}, the old one to {oldOwner}.
        </p>
      )}
      {draft.lostRights.length > 0 && (
        <p className="note warn" role="status">
          The old one could also: {draft.lostRights.map(rightName).join(', ')}.
        </p>
      )}
    </>
  )
}

/** Asks whether the old token is to be revoked, where that can be done from here. */
export function RevokeTick(): ReactNode {
  const provider = useIntent(({ intent }) => intent.provider)
  const account = useReplacedAccount()
  const label = useProviderLabel()
  const revokeOld = useTokenFlow((state) => state.revokeOld)
  if (!canRevoke(provider) || account?.kind === 'oauth') return null
  return (
    <label className="tick">
      <input
        type="checkbox"
        checked={revokeOld}
        onChange={({ currentTarget }) => {
          useTokenFlow.setState({ revokeOld: currentTarget.checked })
        }}
      />
      <span>
        Revoke the old token at {label}
        <span className="meta">
          Whatever still uses it stops working at once. This cannot be undone.
        </span>
      </span>
    </label>
  )
}
