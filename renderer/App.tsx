import { useEffect, useRef, type ReactNode } from 'react'
import { fetchSnapshot } from './connect.ts'
import { followToken } from './follow-token.ts'
import { inspectAgain } from './model-actions.ts'
import { places } from './places.ts'
import { PlaceNote } from './components/PlaceNote.tsx'
import { useTheme } from './components/use-theme.ts'
import { useConnection } from './state/snapshot.ts'
import { goTo, pages, useUi, type Page } from './state/ui.ts'
import { ConnectionProblem } from './views/ConnectionProblem.tsx'
import { Sidebar } from './views/Sidebar.tsx'
import { Jobs } from './views/jobs/Jobs.tsx'
import { Models } from './views/models/Models.tsx'
import { Playground } from './views/playground/Playground.tsx'
import { Servers } from './views/servers/Servers.tsx'
import { Tokens } from './views/tokens/Tokens.tsx'
import { Where } from './views/where/Where.tsx'

const views: Readonly<Record<Page, () => ReactNode>> = {
  tokens: Tokens,
  models: Models,
  servers: Servers,
  playground: Playground,
  jobs: Jobs,
  where: Where,
}

/** The main window. */
export function App(): ReactNode {
  const page = useUi((state) => state.page)
  const isConnected = useConnection(({ snapshot }) => snapshot !== null)
  const problem = useConnection((state) => state.problem)
  const main = useRef<HTMLElement>(null)
  useTheme()
  useShortcuts()
  // What an account may have was told of the token that was in force then.
  useEffect(() => followToken(inspectAgain), [])
  useEffect(() => {
    // A button that led here may be gone with its page; without this the focus would be lost.
    if (document.activeElement === document.body) main.current?.focus()
    main.current?.scrollTo(0, 0)
  }, [page])
  const View = views[page]
  return (
    <div className="shell">
      <Sidebar />
      <main ref={main} className={`page page-${page}`} tabIndex={-1}>
        <PlaceNote place={places.window} />
        {isConnected ? (
          <View />
        ) : problem === null ? (
          <p className="waiting">Connecting…</p>
        ) : (
          <ConnectionProblem problem={problem} retry={fetchSnapshot} />
        )}
      </main>
    </div>
  )
}

/** Ctrl+1…6 (or ⌘1…6) go to the pages in the sidebar's order. */
function useShortcuts(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      const page = pages[Number(event.key) - 1]
      if (page === undefined) return
      event.preventDefault()
      goTo(page)
    }
    window.addEventListener('keydown', listen)
    return () => {
      window.removeEventListener('keydown', listen)
    }
  }, [])
}
