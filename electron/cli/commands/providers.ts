import { providerFacts, type ProviderId } from '../../../shared/domain/provider.ts'
import { providerSuggestions } from '../../../shared/domain/provider-suggestions.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { removeProvider } from '../../credentials/remove-provider.ts'
import { addCustomProvider } from '../../providers/custom-providers.ts'
import type { Context } from '../context.ts'

/** `hubkey providers`: whose keys Hubkey keeps, and under which variables programs get them. */
export async function listProviders({ core, output }: Context): Promise<void> {
  const custom = await core.credentials.customProviders()
  const providers = [
    ...Object.values(providerFacts).map((facts) => ({ ...facts, custom: false, checkUrl: null })),
    ...custom.map((provider) => ({ ...provider, custom: true })),
  ]
  const known = new Set(providers.map(({ id }) => id))
  const suggestions = Object.keys(providerSuggestions).filter((name) => !known.has(name))
  output.result({ providers, suggestions }, () =>
    [
      ...providers.map(
        ({ id, label, environment }) => `${id}: ${label} (${environment.join(', ')})\n`,
      ),
      `Known by name, for hubkey providers add: ${suggestions.join(', ')}\n`,
    ].join(''),
  )
}

/** What `providers add` was given. */
export interface AddProviderWords {
  readonly env?: readonly string[]
  readonly checkUrl?: string
}

/** `hubkey providers add LABEL`: what is left out comes from the suggestion of that name, if there is one. */
export async function addProvider(
  { label, env, checkUrl }: AddProviderWords & { readonly label: string },
  { core, output }: Context,
): Promise<void> {
  const name = label.trim().toLowerCase()
  const known = Object.hasOwn(providerSuggestions, name) ? providerSuggestions[name] : undefined
  const environment = [...(env ?? known?.environment ?? [])]
  if (environment.length === 0) {
    throw fail(errors.badInput('Name the variables that carry its key: --env NAME.'))
  }
  const added = await addCustomProvider(
    { label: known?.label ?? label, environment, checkUrl: checkUrl ?? known?.checkUrl ?? null },
    core.credentials,
  )
  output.result({ provider: added }, () => {
    const check =
      added.checkUrl === null
        ? 'It has no check address, so its keys are stored unchecked.'
        : `Its keys are checked at ${new URL(added.checkUrl).host}.`
    return `Added ${added.label}. ${check} Next: hubkey login ${added.id}\n`
  })
}

/** `hubkey providers remove ID`: refused while a key is stored, unless it is to be cleared as well. */
export async function dropProvider(
  { provider, clear }: { readonly provider: ProviderId; readonly clear: boolean },
  { core, output }: Context,
): Promise<void> {
  await removeProvider({ provider, clear }, core.credentials)
  output.result({ provider }, () => `Removed ${provider}.\n`)
}
