import { useEffect, type ReactNode } from 'react'
import { useTheme } from '../components/use-theme.ts'
import { DeviceLogin } from './DeviceLogin.tsx'
import { beginDeviceLogin, leaveDeviceLogin, useDeviceFlow } from './device-flow.ts'
import { cancel, discard, useTokenFlow } from './flow.ts'
import { intentFromHash, useIntent, useProviderLabel, type Intent } from './intent.ts'
import { Replaced } from './Replaced.tsx'
import { Saved } from './Saved.tsx'
import { TokenForm } from './TokenForm.tsx'

/** The small window that takes a token in. */
export function TokenWindow(): ReactNode {
  const { step, report } = useTokenFlow()
  const deviceStep = useDeviceFlow((state) => state.step)
  const intent = useIntent((state) => state.intent)
  const label = useProviderLabel()
  const title = titleOf(intent, label)
  useTheme()
  useEscape()
  useNewIntent()
  useEffect(() => {
    document.title = title
  }, [title])
  if (report !== null) return <Replaced report={report} />
  if (step === 'saved' || deviceStep === 'done') return <Saved />
  if (deviceStep !== 'off') return <DeviceLogin title={title} />
  return <TokenForm title={title} />
}

function titleOf({ replaces, byBrowser }: Intent, label: string): string {
  if (replaces === null) return `Log in to ${label}`
  return byBrowser ? `Log in again as ${replaces}` : `Replace the token of ${replaces}`
}

function useEscape(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return
      leaveDeviceLogin()
      cancel()
    }
    window.addEventListener('keydown', listen)
    return () => {
      window.removeEventListener('keydown', listen)
    }
  }, [])
}

/** Main shows an open window for something else by changing its address. */
function useNewIntent(): void {
  const intent = useIntent((state) => state.intent)
  useEffect(() => {
    if (intent.byBrowser) beginDeviceLogin()
  }, [intent])
  useEffect(() => {
    const listen = (): void => {
      // What is being stored is not given up for a click elsewhere.
      if (useTokenFlow.getState().step === 'saving') return
      leaveDeviceLogin()
      discard()
      useIntent.setState({ intent: intentFromHash(location.hash) })
    }
    window.addEventListener('hashchange', listen)
    return () => {
      window.removeEventListener('hashchange', listen)
    }
  }, [])
}
