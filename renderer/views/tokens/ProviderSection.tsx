import type { ReactNode } from 'react'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { soleAccount } from '../../words/account.ts'
import { Accounts } from './Accounts.tsx'
import { NoToken } from './NoToken.tsx'
import { ShadowNote } from './ShadowNote.tsx'
import { TokenCard } from './TokenCard.tsx'

interface ProviderSectionProps {
  readonly provider: ProviderView
  readonly now: number
}

/** All about one provider: the token in force, the accounts, and the tools that are kept in step. */
export function ProviderSection({ provider, now }: ProviderSectionProps): ReactNode {
  const headId = `provider-${provider.id}`
  return (
    <section aria-labelledby={headId}>
      <h2 id={headId}>{provider.label}</h2>
      <ShadowNote provider={provider} />
      {provider.present ? (
        <TokenCard provider={provider} now={now} />
      ) : (
        <NoToken provider={provider} />
      )}
      {soleAccount(provider) === undefined && provider.accounts.length > 0 && (
        <Accounts provider={provider} now={now} />
      )}
    </section>
  )
}
