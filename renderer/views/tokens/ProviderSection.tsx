import type { ReactNode } from 'react'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { Menu } from '../../components/Menu.tsx'
import { openDialog } from '../../state/tokens.ts'
import { soleAccount } from '../../words/account.ts'
import { Accounts } from './Accounts.tsx'
import { NoToken } from './NoToken.tsx'
import { ShadowNote } from './ShadowNote.tsx'
import { Sinks } from './Sinks.tsx'
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
      <div className="row provider-head">
        <h2 id={headId}>{provider.label}</h2>
        {provider.custom && (
          <Menu
            label={`More for ${provider.label}`}
            items={[
              {
                label: 'Remove this provider…',
                isDangerous: true,
                onSelect: () => {
                  openDialog({ kind: 'remove-provider', provider: provider.id })
                },
              },
            ]}
          />
        )}
      </div>
      <ShadowNote provider={provider} />
      {provider.present ? (
        <TokenCard provider={provider} now={now} />
      ) : (
        <NoToken provider={provider} />
      )}
      {soleAccount(provider) === undefined && provider.accounts.length > 0 && (
        <Accounts provider={provider} now={now} />
      )}
      {(provider.present || provider.accounts.length > 0) && <Sinks provider={provider} />}
    </section>
  )
}
