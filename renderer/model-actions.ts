import { abandon, attemptAnew } from './attempt.ts'
import { client } from './client.ts'
import { parseModelReference, type RepoReference } from './model-reference.ts'
import { search } from './search-actions.ts'
import { useModels } from './state/models.ts'
import { areFiltersSet, useSearch } from './state/search.ts'
import { setNote } from './state/ui.ts'
import { referenceName } from './words/repo.ts'

/** The place of the look-up field. */
export const lookUpPlace = 'look-up'
/** The place of the list of models on this machine. */
export const cachedPlace = 'cached'

/** Looks up what stands in the field: the model or dataset it names, or the models its words find. */
export function lookUp(text: string): void {
  if (text.trim() === '') {
    // Filters alone are a search.
    if (areFiltersSet(useSearch.getState().filters)) searchInstead('')
    return
  }
  const reference = parseModelReference(text)
  // Words, and not `owner/name` or an address: a search finds a model of one word as well.
  if (!text.includes('/') && (reference.ok || !reference.looksLikeToken)) {
    searchInstead(text)
    return
  }
  if (reference.ok) {
    inspect(reference)
    return
  }
  // A token pasted into the wrong field must not stay on screen.
  if (reference.looksLikeToken) useModels.setState({ query: '' })
  setNote(lookUpPlace, {
    error: { code: 'model-reference', message: reference.message, action: null },
    retry: () => undefined,
  })
}

/** Asks main about a model or a dataset; the answer replaces what was shown. */
export function inspect(reference: RepoReference): void {
  useModels.setState({ query: referenceName(reference) })
  ask(reference)
}

/** Asks once more about what is shown, if anything is: what it depends on has changed. */
export function inspectAgain(): void {
  const { inspected } = useModels.getState()
  if (inspected !== null) ask(inspected)
}

function ask({ type, repo, revision }: RepoReference): void {
  attemptAnew(
    lookUpPlace,
    () => client['model.inspect']({ type, repo, revision }),
    (inspected) => {
      useModels.setState({ inspected })
    },
  )
}

/** Goes back to where it was found, or to what is on this machine. */
export function leaveModel(): void {
  leaveModelFor(useSearch.getState().found?.wish.text ?? '')
}

function leaveModelFor(query: string): void {
  useModels.setState({ inspected: null, query })
  abandon(lookUpPlace)
}

function searchInstead(text: string): void {
  leaveModelFor(text)
  search(text)
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
