import type { ProviderId } from '../../shared/domain/provider.ts'
import { huggingface } from './huggingface.ts'
import { ngc } from './ngc.ts'
import type { Provider } from './provider.ts'

const builtIn: Readonly<Record<string, Provider>> = { huggingface, ngc }

/** The issuer of a provider's tokens; null when there is no check for them. */
export function issuerOf(id: ProviderId): Provider | null {
  return Object.hasOwn(builtIn, id) ? (builtIn[id] ?? null) : null
}
