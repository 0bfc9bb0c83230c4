import type { ReactNode } from 'react'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { logInByBrowser, showLogIn } from '../../actions.ts'
import { Button } from '../../components/Button.tsx'
import { places } from '../../places.ts'
import { openDialog } from '../../state/tokens.ts'
import { useBusy } from '../../state/ui.ts'
import { verifyToken } from '../../token-actions.ts'
import { soleAccount } from '../../words/account.ts'
import { AccountMenu } from './AccountMenu.tsx'

/** What can be done with the token in force. One from elsewhere is not replaced, but joined by a stored one; the card says what to do with a log-in that has ended. */
export function TokenVerbs({ provider }: { readonly provider: ProviderView }): ReactNode {
  const isBusy = useBusy(places.token(provider.id))
  const { id, account } = provider
  const stored = provider.accounts.find(({ name }) => name === account)
  const isLogIn = stored?.kind === 'oauth'
  const sole = soleAccount(provider)
  return (
    <div className="row wrap card-foot">
      <Button
        isBusy={isBusy}
        onClick={() => {
          verifyToken(id)
        }}
      >
        {provider.verification === null ? 'Verify' : 'Verify again'}
      </Button>
      {stored?.logInEnded !== true && (
        <Button
          onClick={() => {
            if (account === null) showLogIn({ provider: id })
            else if (isLogIn) logInByBrowser(id, account)
            else showLogIn({ provider: id, replaces: account })
          }}
        >
          {account === null ? 'Log in…' : isLogIn ? 'Log in again…' : 'Replace…'}
        </Button>
      )}
      <Button
        onClick={() => {
          openDialog({ kind: 'clear', provider: id, account: null })
        }}
      >
        Clear…
      </Button>
      {sole !== undefined && <AccountMenu provider={id} account={sole} isAlone />}
    </div>
  )
}
