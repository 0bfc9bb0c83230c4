import type { ReactNode } from 'react'
import type { AccountView } from '../../../shared/domain/account.ts'
import type { ProviderId, ProviderView } from '../../../shared/domain/provider.ts'
import { showLogIn } from '../../actions.ts'
import { Button } from '../../components/Button.tsx'
import { ActionButton } from '../../components/ErrorNote.tsx'
import { Chip } from '../../components/Chip.tsx'
import { Dot } from '../../components/Dot.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import { useBusy } from '../../state/ui.ts'
import { switchAccount } from '../../token-actions.ts'
import { accountLine, accountTone, quarantineOf, scopeWords } from '../../words/account.ts'
import { LogInAgain } from './LogInAgain.tsx'
import { AccountMenu } from './AccountMenu.tsx'

interface AccountsProps {
  readonly provider: ProviderView
  readonly now: number
}

/** Every stored token of a provider, the active one first. */
export function Accounts({ provider, now }: AccountsProps): ReactNode {
  return (
    <section className="card sub-card" aria-label={`Accounts of ${provider.label}`}>
      <div className="row">
        <h3 className="grow">Accounts</h3>
        <Button
          kind="quiet"
          onClick={() => {
            showLogIn({ provider: provider.id })
          }}
        >
          Add another…
        </Button>
      </div>
      <ul className="rows">
        {provider.accounts.map((account) => (
          <li key={account.name}>
            <AccountRow
              provider={provider.id}
              account={account}
              isOnCard={account.name === provider.account}
              now={now}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface AccountRowProps {
  readonly provider: ProviderId
  readonly account: AccountView
  /** Whether the card above is about it. */
  readonly isOnCard: boolean
  readonly now: number
}

function AccountRow({ provider, account, isOnCard, now }: AccountRowProps): ReactNode {
  const place = places.account(provider, account.name)
  const isBusy = useBusy(place)
  const scope = scopeWords(account.scope)
  const quarantine = quarantineOf(account)
  return (
    <>
      <div className="row">
        <Dot tone={accountTone(account, now)} />
        <div className="grow">
          <div className="name">{account.name}</div>
          <div className="meta">{accountLine(account, now).join(' · ')}</div>
          {quarantine !== null && !isOnCard && <div className="meta">{quarantine.message}</div>}
          {scope !== null && (
            <div className="meta scope">
              Used by itself for <b>{scope}</b>
            </div>
          )}
        </div>
        {account.logInEnded === true && !isOnCard && quarantine === null && (
          <LogInAgain provider={provider} account={account.name} />
        )}
        {quarantine !== null && <Chip tone="bad">rejected</Chip>}
        {quarantine !== null && !isOnCard && <ActionButton action={quarantine.action} />}
        {account.active ? (
          <Chip tone="ok">active</Chip>
        ) : (
          <Button
            aria-label={`Use ${account.name}`}
            isBusy={isBusy}
            onClick={() => {
              switchAccount({ provider, account: account.name })
            }}
          >
            Use
          </Button>
        )}
        <AccountMenu provider={provider} account={account} />
      </div>
      <PlaceNote place={place} />
    </>
  )
}
