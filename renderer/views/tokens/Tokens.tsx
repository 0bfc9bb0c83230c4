import type { ReactNode } from 'react'
import { PageHead } from '../../components/PageHead.tsx'
import { useNow } from '../../components/use-now.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { useUi } from '../../state/ui.ts'
import { ClearDialog } from './ClearDialog.tsx'
import { KeyringNote } from './KeyringNote.tsx'
import { NoToken } from './NoToken.tsx'
import { ShadowNote } from './ShadowNote.tsx'
import { TokenCard } from './TokenCard.tsx'

const minute = 30_000

/** What Hubkey knows of each provider's token. */
export function Tokens(): ReactNode {
  const providers = useSnapshot((snapshot) => snapshot.providers)
  const keyring = useSnapshot((snapshot) => snapshot.keyring)
  const clearing = useUi((state) => state.clearing)
  const now = useNow(minute)
  // A provider whose verbs are not all there yet is shown only where it has something to say.
  const shown = providers.filter(({ id, present }) => id === 'huggingface' || present)
  const cleared = providers.find(({ id }) => id === clearing)
  return (
    <>
      <PageHead title="Tokens" sub={whereKept(keyring?.store.kind)} />
      {keyring !== null && <KeyringNote keyring={keyring} />}
      {providers.length === 0 && <p className="waiting">Looking for tokens…</p>}
      {shown.map((provider) => (
        <section key={provider.id} aria-labelledby={`provider-${provider.id}`}>
          <ShadowNote provider={provider} />
          <h2 id={`provider-${provider.id}`}>{provider.label}</h2>
          {provider.present ? (
            <TokenCard provider={provider} now={now} />
          ) : (
            <NoToken provider={provider} />
          )}
        </section>
      ))}
      {cleared !== undefined && <ClearDialog provider={cleared} />}
    </>
  )
}

function whereKept(store: 'keyring' | 'file' | 'none' | undefined): string {
  const place =
    store === 'file' ? 'Kept in a file that only you can read.' : 'Kept in your keyring.'
  return `${place} Nothing here can show a token again.`
}
