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

/** Whether its users can log in by the browser instead of with a token. */
export function hasBrowserLogIn(provider: string): boolean {
  return provider === 'huggingface'
}

/** Whether an old token can be revoked from here. */
export function canRevoke(provider: string): boolean {
  return provider === 'huggingface'
}

/** Variables as they are typed: apart by spaces or commas, each once. */
export function variablesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((name) => name !== ''))]
}

/** What is typed into the form of a new provider. */
interface ProviderForm {
  readonly label: string
  readonly environment: string
  readonly checkUrl: string
}

/** As `VariableNameSchema` has it; a test holds the two together. */
const variablePattern = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/

/** Why the form cannot be sent yet, as one sentence; null when it can. Main parses it once more. */
export function providerProblem({ label, environment, checkUrl }: ProviderForm): string | null {
  if (label.trim() === '') return 'Give it a name.'
  if (label.trim().length > 60) return 'The name is longer than 60 characters.'
  const variables = variablesIn(environment)
  if (variables.length === 0) return 'Name at least one variable.'
  if (variables.length > 10) return 'That is more than 10 variables.'
  const odd = variables.find((name) => !variablePattern.test(name))
  // It may be the key itself, typed into the wrong field; so it is not repeated.
  if (odd !== undefined) return 'A variable has letters, digits and _ only, such as WANDB_API_KEY.'
  if (checkUrl.trim() !== '' && !URL.canParse(checkUrl.trim())) {
    return 'The check address is not a whole address, such as https://api.example.com/me.'
  }
  return null
}
