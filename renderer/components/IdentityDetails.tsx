import type { ReactNode } from 'react'
import type { Identity } from '../../shared/domain/verification.ts'
import { Capabilities } from './Capabilities.tsx'
import { organisationName, restrictionSentence, roleName } from '../words/identity.ts'
import { rightsOf } from '../words/rights.ts'
import { relativeTime } from '../words/time.ts'

/** Role, organisations and expiry as the parts of one line. */
export function identityLine(identity: Identity | null, now: number): readonly string[] {
  if (identity === null) return []
  const { role, tokenName, organisations, expiresAt } = identity
  return [
    roleName(role),
    ...(tokenName === null ? [] : [`“${tokenName}”`]),
    ...organisations.map(organisationName),
    ...(expiresAt === null ? [] : [expiryWords(expiresAt, now)]),
  ]
}

function expiryWords(expiresAt: string, now: number): string {
  const verb = Date.parse(expiresAt) < now ? 'expired' : 'expires'
  return `${verb} ${relativeTime(expiresAt, now)}`
}

/** What the token may and may not do, and which organisations keep it out. */
export function IdentityDetails({ identity }: { readonly identity: Identity }): ReactNode {
  const { can, cannot } = rightsOf(identity)
  const restrictions = identity.organisations.map(restrictionSentence).filter((s) => s !== null)
  return (
    <>
      {can.length + cannot.length > 0 && (
        <p className="facts">
          {can.length > 0 && (
            <span>
              Can: <b>{can.join(', ')}</b>
            </span>
          )}
          {cannot.length > 0 && <span>Cannot: {cannot.join(', ')}</span>}
        </p>
      )}
      <Capabilities of={identity.capabilities} />
      {restrictions.map((sentence) => (
        <p key={sentence} className="warn-text">
          {sentence}
        </p>
      ))}
    </>
  )
}
