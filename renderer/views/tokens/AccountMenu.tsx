import type { ReactNode } from 'react'
import type { AccountView } from '../../../shared/domain/account.ts'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import { logInByBrowser, showLogIn } from '../../actions.ts'
import { Menu, type MenuItem } from '../../components/Menu.tsx'
import { openDialog } from '../../state/tokens.ts'
import { verifyToken } from '../../token-actions.ts'

interface AccountMenuProps {
  readonly provider: ProviderId
  readonly account: AccountView
  /** The only account: the card's own buttons already verify, replace and clear it. */
  readonly isAlone?: boolean
}

/** The seldom needed verbs of one account. */
export function AccountMenu({ provider, account, isAlone = false }: AccountMenuProps): ReactNode {
  const reference = { provider, account: account.name }
  const rare: readonly MenuItem[] = [
    {
      label: 'Rename…',
      onSelect: () => {
        openDialog({ kind: 'rename', ...reference })
      },
    },
    {
      label: 'Use by itself for…',
      onSelect: () => {
        openDialog({ kind: 'tie', ...reference })
      },
    },
  ]
  const another: MenuItem = {
    label: 'Add another account…',
    onSelect: () => {
      showLogIn({ provider })
    },
  }
  const whole: readonly MenuItem[] = [
    {
      label: 'Verify',
      onSelect: () => {
        verifyToken(provider, account.name)
      },
    },
    account.kind === 'oauth'
      ? {
          label: 'Log in again…',
          onSelect: () => {
            logInByBrowser(provider, account.name)
          },
        }
      : {
          label: 'Replace its token…',
          onSelect: () => {
            showLogIn({ provider, replaces: account.name })
          },
        },
    ...rare,
    {
      label: 'Remove…',
      isDangerous: true,
      onSelect: () => {
        openDialog({ kind: 'clear', ...reference })
      },
    },
  ]
  return <Menu label={`More for ${account.name}`} items={isAlone ? [...rare, another] : whole} />
}
