import { create } from 'zustand'
import type { AccountView } from '../../shared/domain/account.ts'
import type { ProviderId, ProviderView } from '../../shared/domain/provider.ts'
import { useConnection } from '../state/snapshot.ts'

/** What the window was opened for: a provider's token, perhaps in the place of a stored account's, or a log-in by the browser. */
export interface Intent {
  readonly provider: ProviderId
  /** Name of the account whose token is replaced; null for a new one. */
  readonly replaces: string | null
  /** True when it begins with the log-in by the browser. */
  readonly byBrowser: boolean
}

/** Reads the address's last part: `#ngc`, `#huggingface/laptop`, `#huggingface//browser`; nothing means Hugging Face. */
export function intentFromHash(hash: string): Intent {
  const [provider = '', account = '', way = ''] = hash.replace(/^#/, '').split('/')
  return {
    provider: provider === '' ? 'huggingface' : provider,
    replaces: account === '' ? null : decode(account),
    byBrowser: way === 'browser',
  }
}

/** What the window is open for now. */
export const useIntent = create<{ readonly intent: Intent }>(() => ({
  intent: intentFromHash(typeof location === 'undefined' ? '' : location.hash),
}))

/** The provider that the window is open for, once the first snapshot is here. */
export function useProvider(): ProviderView | undefined {
  const wanted = useIntent(({ intent }) => intent.provider)
  return useConnection(({ snapshot }) => snapshot?.providers.find(({ id }) => id === wanted))
}

/** The stored account whose token is replaced, once the first snapshot is here. */
export function useReplacedAccount(): AccountView | undefined {
  const replaces = useIntent(({ intent }) => intent.replaces)
  return useProvider()?.accounts.find(({ name }) => name === replaces)
}

/** The provider's name; its id until the first snapshot is here. */
export function useProviderLabel(): string {
  const wanted = useIntent(({ intent }) => intent.provider)
  const known = useProvider()?.label
  return known ?? (wanted === 'huggingface' ? 'Hugging Face' : wanted)
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
