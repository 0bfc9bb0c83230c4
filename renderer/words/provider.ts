import type { ProviderView } from '../../shared/domain/provider.ts'
import type { Link } from '../../shared/links.ts'

/** What a provider's token is for, where there is none yet. */
export function needSentence({ id, environment }: ProviderView): string {
  if (id === 'huggingface') return 'Gated models need one. Open models work without.'
  if (id === 'ngc') return 'Images of nvcr.io and NVIDIA’s hosted models need one.'
  return `What reads ${environment.join(' or ')} gets it from here.`
}

/** Where a token can be made; null where Hubkey knows of no such page. */
export function tokenPage(provider: string): Link | null {
  return provider === 'huggingface' ? { to: 'create-token' } : null
}

/** How tokens of a provider begin; null where they follow no rule that Hubkey knows. */
export function tokenPrefix(provider: string): string | null {
  if (provider === 'huggingface') return 'hf_'
  return provider === 'ngc' ? 'nvapi-' : null
}
