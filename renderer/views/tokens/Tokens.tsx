import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { useNow } from '../../components/use-now.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { openDialog } from '../../state/tokens.ts'
import { Found } from './Found.tsx'
import { KeyringNote } from './KeyringNote.tsx'
import { Notices } from './Notices.tsx'
import { ProviderSection } from './ProviderSection.tsx'
import { TokenDialogs } from './TokenDialogs.tsx'

const halfMinute = 30_000

/** What Hubkey knows of each provider's tokens. */
export function Tokens(): ReactNode {
  const providers = useSnapshot((snapshot) => snapshot.providers)
  const keyring = useSnapshot((snapshot) => snapshot.keyring)
  const now = useNow(halfMinute)
  return (
    <>
      <PageHead title="Tokens" sub={whereKept(keyring?.store.kind)}>
        <Button
          onClick={() => {
            openDialog({ kind: 'add-provider' })
          }}
        >
          Add a provider…
        </Button>
      </PageHead>
      {keyring !== null && <KeyringNote keyring={keyring} />}
      <Notices />
      {providers.length === 0 && <p className="waiting">Looking for tokens…</p>}
      {providers.map((provider) => (
        <ProviderSection key={provider.id} provider={provider} now={now} />
      ))}
      {providers.length > 0 && <Found />}
      <TokenDialogs />
    </>
  )
}

function whereKept(store: 'keyring' | 'file' | 'none' | undefined): string {
  const place =
    store === 'file' ? 'Kept in a file that only you can read.' : 'Kept in your keyring.'
  return `${place} Nothing here can show a token again.`
}
