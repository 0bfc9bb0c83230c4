import { create } from 'zustand'
import type { ProviderId, ProviderView } from '../../shared/domain/provider.ts'
import { useConnection } from '../state/snapshot.ts'

/** What the window was opened for: a provider's token, perhaps in the place of a stored account's. */
export interface Intent {
  readonly provider: ProviderId
  /** Name of the account whose token is replaced; null for a new one. */
  readonly replaces: string | null
}

/** Reads the address's last part: `#ngc`, `#huggingface/laptop`; nothing means Hugging Face. */
export function intentFromHash(hash: string): Intent {
  const [provider = '', account = ''] = hash.replace(/^#/, '').split('/')
  return {
    provider: provider === '' ? 'huggingface' : provider,
    replaces: account === '' ? null : decode(account),
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
