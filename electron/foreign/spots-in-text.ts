import type { ProviderId } from '../../shared/domain/provider.ts'
import type { Range } from './range.ts'
import { mostSpots, type Spot } from './token-file.ts'
import { isPlaceholder, tokenVariables } from './token-variables.ts'

/** A token of a shape that its provider gives out, by prefix (facts of gitleaks and trufflehog). */
const shaped =
  /(?<![A-Za-z0-9_])(?:hf_(?:oauth_|jwt_)[\w.-]{20,4000}|(?:hf|api_org)_[A-Za-z0-9]{30,256}|nvapi-[\w-]{40,256})/g

/** `NAME=value`, `NAME = "value"` and `set -gx NAME value`, of the names that carry tokens. */
const assigned = new RegExp(
  String.raw`(?<![\w$])(${Object.keys(tokenVariables).join('|')})(?:\s{0,8}=\s{0,8}|\s{1,8})["']?([^\s"'#;&|)]{8,4096})`,
  'g',
)

/** What a token stands under: the last name before it on its line. */
const nameBefore = /([A-Za-z_][\w.-]{0,99})["'\]\s]{0,8}[:=,]?[\s"']{0,8}$/
/** In XML the name is an attribute of its own. */
const nameInXml = /\b(?:key|name)="([\w.-]{1,100})"/

/**
 * Every token in a text of any form: what one of the known variables is given, and what has the
 * shape of a token. Taking one out leaves its place empty and every other byte as it is; in all of
 * these forms an empty value counts as none.
 */
export function spotsInText(text: string): readonly Spot[] {
  const spots: (Spot & { readonly cuts: Range[] })[] = []
  for (const one of [...assignments(text), ...shapes(text)]) {
    if (isPlaceholder(one.token) || isTaken(one.at, spots)) continue
    const twin = spots.find(({ name, token }) => name === one.name && token === one.token)
    if (twin === undefined) spots.push({ ...one, cuts: [one.at] })
    else twin.cuts.push(one.at)
    if (spots.length === mostSpots) break
  }
  for (const { cuts } of spots) cuts.sort((a, b) => a.start - b.start)
  return spots
}

interface Match {
  readonly provider: ProviderId
  readonly name: string | null
  readonly token: string
  readonly at: Range
}

function assignments(text: string): readonly Match[] {
  return [...text.matchAll(assigned)].flatMap((match) => {
    const [whole, variable = '', token = ''] = match
    const provider = tokenVariables[variable]
    // Half of a template is no token.
    if (provider === undefined || /[${}<>]/.test(token)) return []
    // Behind a mere space stands prose more often than a value.
    const isLoose = !whole.slice(variable.length).trimStart().startsWith('=')
    if (isLoose && token.search(shaped) !== 0) return []
    const start = match.index + whole.length - token.length
    const name = withRemark(variable, text, match.index)
    return [{ provider, name, token, at: { start, end: start + token.length } }]
  })
}

function shapes(text: string): readonly Match[] {
  return [...text.matchAll(shaped)].map((match) => {
    const [token] = match
    const line = text.slice(Math.max(text.lastIndexOf('\n', match.index) + 1, match.index - 400))
    const before = line.slice(0, match.index - (text.length - line.length))
    const name = nameInXml.exec(before)?.[1] ?? nameBefore.exec(before)?.[1] ?? null
    return {
      provider: token.startsWith('nvapi-') ? 'ngc' : 'huggingface',
      name: name === null ? null : withRemark(name, text, match.index),
      token,
      at: { start: match.index, end: match.index + token.length },
    }
  })
}

/** A line that is commented out sets nothing, yet the token lies there. */
function withRemark(name: string, text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at)
  return /^\s*(?:#|\/\/|;)/.test(line) ? `${name} (in a comment)` : name
}

function isTaken(at: Range, spots: readonly { readonly cuts: readonly Range[] }[]): boolean {
  return spots.some(({ cuts }) => cuts.some((cut) => cut.start < at.end && at.start < cut.end))
}
