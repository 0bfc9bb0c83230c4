import { useEffect, type ReactNode } from 'react'
import { useTheme } from '../components/use-theme.ts'
import { cancel, discard, useTokenFlow } from './flow.ts'
import { intentFromHash, useIntent, useProviderLabel } from './intent.ts'
import { Replaced } from './Replaced.tsx'
import { Saved } from './Saved.tsx'
import { TokenForm } from './TokenForm.tsx'

/** The small window that takes a token in. */
export function TokenWindow(): ReactNode {
  const { draft, step, report } = useTokenFlow()
  const intent = useIntent((state) => state.intent)
  const label = useProviderLabel()
  const title =
    intent.replaces === null ? `Log in to ${label}` : `Replace the token of ${intent.replaces}`
  useTheme()
  useEscape()
  useNewIntent()
  useEffect(() => {
    document.title = title
  }, [title])
  if (report !== null) return <Replaced report={report} />
  if (step === 'saved') return <Saved draft={draft} />
  return <TokenForm title={title} />
}

function useEscape(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') cancel()
    }
    window.addEventListener('keydown', listen)
    return () => {
      window.removeEventListener('keydown', listen)
    }
  }, [])
}

/** Main shows an open window for something else by changing its address. */
function useNewIntent(): void {
  useEffect(() => {
    const listen = (): void => {
      // What is being stored is not given up for a click elsewhere.
      if (useTokenFlow.getState().step === 'saving') return
      discard()
      useIntent.setState({ intent: intentFromHash(location.hash) })
    }
    window.addEventListener('hashchange', listen)
    return () => {
      window.removeEventListener('hashchange', listen)
    }
  }, [])
}
