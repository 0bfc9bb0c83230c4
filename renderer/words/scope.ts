import type { AccountScope } from '../../shared/domain/account.ts'
import { parseModelReference } from '../model-reference.ts'

/** What was typed as a scope, or why it cannot be one. */
export type ScopeReading =
  | { readonly ok: true; readonly scope: AccountScope }
  | { readonly ok: false; readonly message: string }

/** As `AccountScopeSchema` has them. */
const mostOrganisations = 50
const mostModels = 200
const longestOrganisation = 100

/** Reads two lists, one thing per line; a model may be given by its address on the Hub. */
export function readScope(organisations: string, models: string): ScopeReading {
  const names = linesOf(organisations)
  const lines = linesOf(models)
  if (names.length > mostOrganisations) {
    return refuse(`That is more than ${mostOrganisations} organisations.`)
  }
  if (lines.length > mostModels) return refuse(`That is more than ${mostModels} models.`)
  const odd = names.find((name) => name.length > longestOrganisation || /[\s/]/.test(name))
  if (odd !== undefined) return refuse(`“${odd.slice(0, 60)}” is not an organisation’s name.`)
  const repos: string[] = []
  for (const line of lines) {
    const reference = parseModelReference(line)
    if (!reference.ok) return refuse(reference.message)
    if (reference.type !== 'model')
      return refuse(`“${line.slice(0, 60)}” is a dataset, not a model.`)
    repos.push(reference.repo)
  }
  return { ok: true, scope: { organisations: names, models: [...new Set(repos)] } }
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim())
  return [...new Set(lines.filter((line) => line !== ''))]
}

function refuse(message: string): ScopeReading {
  return { ok: false, message }
}
