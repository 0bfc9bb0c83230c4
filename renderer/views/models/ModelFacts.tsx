import type { ReactNode } from 'react'
import { shortCount } from '../../../shared/count.ts'
import type { ModelView } from '../../../shared/domain/model.ts'
import { Button } from '../../components/Button.tsx'
import { useNow } from '../../components/use-now.ts'
import { inspect } from '../../model-actions.ts'
import { parseModelReference } from '../../model-reference.ts'
import { ago } from '../../words/time.ts'

/** More of them tell nobody anything. */
const mostNames = 12

/** What its author and the Hub say of a model; only the facts that are known. */
export function ModelFacts({ type, card }: Pick<ModelView, 'type' | 'card'>): ReactNode {
  const now = useNow(60_000)
  if (card === null) return null
  const facts: readonly (readonly [string, string | null])[] = [
    ['Parameters', card.parameters === null ? null : shortCount(card.parameters)],
    ['Architecture', card.architecture],
    [
      'Context',
      card.contextLength === null ? null : `${card.contextLength.toLocaleString('en')} tokens`,
    ],
    ['Languages', names(card.languages)],
    ['Downloads', card.downloads === null ? null : `${shortCount(card.downloads)} in a month`],
    ['Likes', card.likes === null ? null : shortCount(card.likes)],
    ['Changed', card.updated === null ? null : ago(card.updated, now)],
  ]
  const known = facts.filter(([, fact]) => fact !== null && fact !== '')
  if (known.length === 0 && card.baseModels.length === 0) return null
  return (
    <dl className="card model-facts" aria-label={`About this ${type}`}>
      {known.map(([name, fact]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
      {card.baseModels.length > 0 && (
        <div>
          <dt>Made from</dt>
          <dd>
            {card.baseModels.slice(0, mostNames).map((base) => (
              <BaseModel key={base} name={base} />
            ))}
          </dd>
        </div>
      )}
    </dl>
  )
}

/** A stranger's words: only what reads as a model's name leads anywhere, and only within Hubkey. */
function BaseModel({ name }: { readonly name: string }): ReactNode {
  const reference = parseModelReference(name)
  if (!reference.ok || reference.type !== 'model' || !name.includes('/'))
    return <span className="fact-name">{name}</span>
  return (
    <Button
      kind="quiet"
      className="fact-name"
      onClick={() => {
        inspect({ ...reference, revision: 'main' })
      }}
    >
      {name}
    </Button>
  )
}

function names(all: readonly string[]): string {
  const more = all.length - mostNames
  return all.slice(0, mostNames).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
