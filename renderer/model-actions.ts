import type { RepoId } from '../shared/domain/repo.ts'
import { abandon, attemptAnew } from './attempt.ts'
import { client } from './client.ts'
import { parseModelReference } from './model-reference.ts'
import { search } from './search-actions.ts'
import { useModels } from './state/models.ts'
import { useSearch } from './state/search.ts'
import { setNote } from './state/ui.ts'

/** The place of the look-up field. */
export const lookUpPlace = 'look-up'
/** The place of the list of models on this machine. */
export const cachedPlace = 'cached'

/** Looks up what stands in the field: the model it names, or those its words find. */
export function lookUp(text: string): void {
  const reference = parseModelReference(text)
  // Words, and not `owner/name` or an address: a search finds a model of one word as well.
  if (!text.includes('/') && (reference.ok || !reference.looksLikeToken)) {
    leaveModelFor(text)
    search(text)
    return
  }
  if (reference.ok) {
    inspect(reference.repo, reference.revision)
    return
  }
  // A token pasted into the wrong field must not stay on screen.
  if (reference.looksLikeToken) useModels.setState({ query: '' })
  setNote(lookUpPlace, {
    error: { code: 'model-reference', message: reference.message, action: null },
    retry: () => undefined,
  })
}

/** Asks main about a model; the answer replaces what was shown. */
export function inspect(repo: RepoId, revision: string): void {
  useModels.setState({ query: repo })
  attemptAnew(
    lookUpPlace,
    () => client['model.inspect']({ repo, revision }),
    (inspected) => {
      useModels.setState({ inspected })
    },
  )
}

/** Goes back to where the model was found, or to what is on this machine. */
export function leaveModel(): void {
  leaveModelFor(useSearch.getState().found?.wish.text ?? '')
}

function leaveModelFor(query: string): void {
  useModels.setState({ inspected: null, query })
  abandon(lookUpPlace)
}

/** Asks main what lies in the cache. */
export function listCached(): void {
  attemptAnew(
    cachedPlace,
    () => client['model.cached'](),
    (cached) => {
      useModels.setState({ cached })
    },
  )
}
