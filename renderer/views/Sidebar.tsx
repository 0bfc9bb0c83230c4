import type { ReactNode } from 'react'
import { isLive } from '../../shared/domain/run-state.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'
import { isOver } from '../../shared/domain/job-facts.ts'
import { KeyMark } from '../components/KeyMark.tsx'
import { useConnection } from '../state/snapshot.ts'
import { rejectedIn } from '../words/account.ts'
import { goTo, pages, useUi, type Page } from '../state/ui.ts'
import { KeyringFoot } from './KeyringFoot.tsx'
import { ThemeSwitch } from './ThemeSwitch.tsx'

const titles: Readonly<Record<Page, string>> = {
  tokens: 'Tokens',
  models: 'Models',
  servers: 'Servers',
  playground: 'Playground',
  jobs: 'Jobs',
  where: 'Where it lives',
}

/** The pages, how much is on each or wants a look, and the keyring's state. */
export function Sidebar(): ReactNode {
  const current = useUi(({ page }) => page)
  const snapshot = useConnection((state) => state.snapshot)
  const notices = (snapshot?.notices.length ?? 0) + rejectedIn(snapshot?.providers ?? [])
  const counts: Partial<Record<Page, number>> = {
    tokens: snapshot?.providers.reduce((sum, provider) => sum + tokensOf(provider), 0) ?? 0,
    models: snapshot?.watches.filter(({ state }) => state === 'open').length ?? 0,
    jobs: snapshot?.jobs?.jobs.filter((job) => !isOver(job)).length ?? 0,
    servers: snapshot?.runs.filter(({ state }) => isLive(state)).length ?? 0,
  }
  return (
    <aside className="side" aria-label="Hubkey">
      <div className="brand">
        <KeyMark size={22} />
        Hubkey
      </div>
      <nav aria-label="Pages">
        {pages.map((page, index) => (
          <button
            key={page}
            type="button"
            className="nav"
            aria-current={page === current ? 'page' : undefined}
            aria-keyshortcuts={`Control+${index + 1}`}
            onClick={() => {
              goTo(page)
            }}
          >
            {titles[page]}
            {page === 'tokens' && notices > 0 ? (
              <span className="count warn">
                {notices}
                <span className="visually-hidden"> worth knowing</span>
              </span>
            ) : (
              <Count of={counts[page] ?? 0} />
            )}
          </button>
        ))}
      </nav>
      <div className="grow" />
      {snapshot !== null && (
        <>
          <ThemeSwitch chosen={snapshot.settings.theme} />
          <KeyringFoot keyring={snapshot.keyring} />
        </>
      )}
    </aside>
  )
}

function Count({ of }: { readonly of: number }): ReactNode {
  return of === 0 ? null : <span className="count">{of}</span>
}

/** Stored tokens; or the one that comes from elsewhere. */
function tokensOf({ accounts, present }: ProviderView): number {
  return Math.max(accounts.length, present ? 1 : 0)
}
