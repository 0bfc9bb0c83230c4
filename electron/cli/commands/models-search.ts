import {
  SearchRequestSchema,
  type FoundModel,
  type SearchRequest,
} from '../../../shared/domain/search.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { searchModels } from '../../hub/search/search-models.ts'
import type { Context } from '../context.ts'
import { shortCount } from '../../../shared/count.ts'

/** The words of the command line; what was not said is absent. */
export interface SearchWords {
  readonly text: string
  readonly task?: string
  readonly library?: string
  readonly gguf: boolean
  readonly gated?: boolean
  readonly open?: boolean
  readonly minSize?: number
  readonly maxSize?: number
  readonly sort: SearchRequest['sort']
  readonly limit: number
  readonly cursor?: string
}

/** `hubkey models search`: one page of models. */
export async function searchForModels(
  words: SearchWords,
  { core, output }: Context,
): Promise<void> {
  const { models, next } = await searchModels(readWish(words), core.hub)
  output.result({ models, next }, () =>
    models.length === 0 ? 'Nothing was found.\n' : `${models.map(describeModel).join('\n')}\n`,
  )
  if (next !== null && !output.isJson) {
    output.notice(`There are more: add --cursor ${next}`)
  }
}

function readWish(words: SearchWords): SearchRequest {
  const parsed = SearchRequestSchema.safeParse({
    text: words.text,
    task: words.task,
    library: words.library,
    gguf: words.gguf,
    gated: words.gated === true ? true : words.open === true ? false : null,
    minParameters: words.minSize,
    maxParameters: words.maxSize,
    sort: words.sort,
    limit: words.limit,
    cursor: words.cursor,
  })
  if (parsed.success) return parsed.data
  throw fail(errors.badInput(parsed.error.issues[0]?.message ?? 'This cannot be searched for.'))
}

/** `owner/name  7.2B  GGUF  gated  1.2k downloads  cached`. */
function describeModel(model: FoundModel): string {
  const facts = [
    model.parameters === null ? null : shortCount(model.parameters),
    model.task,
    model.gguf ? 'GGUF' : null,
    model.gated === 'no' || model.gated === 'unknown' ? null : 'gated',
    model.licence,
    model.downloads === null ? null : `${shortCount(model.downloads)} downloads`,
    model.cached ? 'in the cache' : null,
  ]
  return `${model.repo}\n  ${facts.filter((fact) => fact !== null).join(' · ')}`
}
