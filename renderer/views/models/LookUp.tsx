import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { lookUp, lookUpPlace } from '../../model-actions.ts'
import { searchPlace } from '../../search-actions.ts'
import { useModels } from '../../state/models.ts'
import { areFiltersSet, useSearch } from '../../state/search.ts'
import { useBusy } from '../../state/ui.ts'

/** The field for words, the name of a model or a dataset, or an address. */
export function LookUp(): ReactNode {
  const query = useModels((state) => state.query)
  const filters = useSearch((state) => state.filters)
  const isLookingUp = useBusy(lookUpPlace)
  const isSearching = useBusy(searchPlace)
  return (
    <form
      className="look-up"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        lookUp(query)
      }}
    >
      <input
        className="input grow"
        aria-label="Model"
        placeholder="Words, owner/name, datasets/… or an address"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={2000}
        value={query}
        onChange={({ target }) => {
          useModels.setState({ query: target.value })
        }}
      />
      <Button
        type="submit"
        kind="primary"
        isBusy={isLookingUp || isSearching}
        disabled={query.trim() === '' && !areFiltersSet(filters)}
      >
        Look up
      </Button>
    </form>
  )
}
