import { createHash } from 'node:crypto'
import type { ForeignProblemView, ForeignTokenView } from '../../shared/domain/foreign.ts'
import { errors, fail } from '../../shared/errors.ts'
import { openFingerprints } from '../credentials/fingerprint.ts'
import { readOwnTokens, type OwnTokens } from './own-tokens.ts'
import type { ForeignNeeds, FoundToken } from './tool.ts'
import { foreignTools } from './tools.ts'

/** A found token with what may be shown of it. */
export interface SeenToken {
  readonly view: ForeignTokenView
  readonly found: FoundToken
}

/** One look at all tools and at Hubkey's own store. */
export interface Look {
  readonly seen: readonly SeenToken[]
  readonly problems: readonly ForeignProblemView[]
  readonly own: OwnTokens
}

interface LookInput {
  /** Only the tool that this token is of is looked into. */
  readonly id?: string
  readonly files?: readonly string[] | undefined
}

/** Looks into every tool's places, at the same time. Never throws for a place that cannot be read. */
export async function lookAround(
  { id, files = [] }: LookInput,
  needs: ForeignNeeds,
): Promise<Look> {
  const tools = foreignTools.filter((tool) => id?.startsWith(`${tool.id}-`) ?? true)
  const [own, fingerprintOf, ...found] = await Promise.all([
    readOwnTokens(needs),
    openFingerprints(needs),
    ...tools.map(async (tool) => ({ tool, findings: await tool.find({ files }, needs) })),
  ])
  const seen: SeenToken[] = []
  const problems: ForeignProblemView[] = []
  for (const { tool, findings } of found) {
    for (const one of findings) {
      const place = { tool: tool.id, label: tool.label, where: one.where, name: one.name }
      if (one.kind === 'problem') {
        problems.push({ ...place, error: one.error })
        continue
      }
      const { provider, secret, mode, notImportable, notRemovable } = one
      const fingerprint = fingerprintOf(secret)
      const same = own.tokens.filter(
        (mine) => mine.provider === provider && mine.secret.equals(secret),
      )
      const view: ForeignTokenView = {
        ...place,
        id: idOf([tool.id, one.where, one.name ?? '', fingerprint]),
        provider,
        fingerprint,
        storedAs: [...new Set(same.map(({ account: name }) => name))],
        notImportable,
        notRemovable,
        ...(mode === undefined ? {} : { mode }),
      }
      seen.push({ view, found: one })
    }
  }
  return { seen, problems, own }
}

/** The token of this id, as it is now. Throws `foreign-gone`. */
export function pick({ seen }: Look, id: string): SeenToken {
  const one = seen.find(({ view }) => view.id === id)
  if (one === undefined) throw fail(errors.foreignGone())
  return one
}

/** The same as long as the same token lies in the same place, in every run. */
function idOf(parts: readonly [string, ...string[]]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  return `${parts[0]}-${hash.slice(0, 8)}`
}
