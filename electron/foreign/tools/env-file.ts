import { parseEnv } from 'node:util'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import { linesOf } from '../ini-text.ts'
import { without, type Range } from '../range.ts'
import { findInFile, mostSpots, type Spot } from '../token-file.ts'
import { tokenVariables } from '../token-variables.ts'
import type { ForeignTool } from '../tool.ts'

const label = '.env file'

/** The `.env` files that the user named; Hubkey does not go looking for them. */
export const envFile: ForeignTool = {
  id: 'env-file',
  label,
  find: async ({ files }, needs) => {
    const variables = new Map(Object.entries(tokenVariables))
    for (const { id, environment } of await needs.customProviders()) {
      for (const name of environment) variables.set(name, id)
    }
    const parse = (text: string): readonly Spot[] => parseEnvFile(text, variables)
    const found = files.map(async (path) => findInFile({ label, path, parse, named: true }, needs))
    return (await Promise.all(found)).flat()
  },
}

/** Every line that gives one of the known variables a token; several lines with the same one are one. */
function parseEnvFile(text: string, variables: ReadonlyMap<string, ProviderId>): readonly Spot[] {
  const spots: (Spot & { cuts: Range[] })[] = []
  for (const { line, start, end } of linesOf(text)) {
    const name = /^\s{0,80}(?:export\s{1,80})?(\w{1,100})\s{0,80}=/.exec(line)?.[1]
    const provider = variables.get(name ?? '')
    if (name === undefined || provider === undefined) continue
    const token = (parseEnv(line)[name] ?? '').trim()
    const twin = spots.find((one) => one.name === name && one.token === token)
    if (twin === undefined) spots.push({ provider, name, token, cuts: [{ start, end }] })
    else twin.cuts.push({ start, end })
  }
  // Each one is tried on the whole text.
  return spots.slice(0, mostSpots).map((spot) => ({ ...spot, ...whyKeep(text, spot) }))
}

/** What looks like a line of its own may be a part of a longer quoted value. */
function whyKeep(
  text: string,
  { name, cuts }: { readonly name: string | null; readonly cuts: readonly Range[] },
): { notRemovable?: string } {
  const [before, after] = [parseEnv(text), parseEnv(without(text, cuts))]
  const names = Object.keys(before).filter((one) => one !== name)
  const isApart = names.every((one) => after[one] === before[one])
  return isApart ? {} : { notRemovable: 'It stands inside of another value.' }
}
