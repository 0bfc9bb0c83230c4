import type { CustomProvider, ProviderId } from '../../shared/domain/provider.ts'
import { customIssuer } from './custom.ts'
import { huggingface } from './huggingface.ts'
import { ngc } from './ngc.ts'
import type { Provider } from './provider.ts'

const builtIn: Readonly<Record<string, Provider>> = { huggingface, ngc }

/** The issuer of a provider's tokens; null when there is no check for them. */
export function issuerOf(id: ProviderId, custom: readonly CustomProvider[]): Provider | null {
  if (Object.hasOwn(builtIn, id)) return builtIn[id] ?? null
  const own = custom.find((provider) => provider.id === id)
  return own === undefined ? null : customIssuer(own)
}
