import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { lookUp, lookUpPlace } from '../../model-actions.ts'
import { searchPlace } from '../../search-actions.ts'
import { useModels } from '../../state/models.ts'
import { useBusy } from '../../state/ui.ts'

/** The field for words, a model's name or its address. */
export function LookUp(): ReactNode {
  const query = useModels((state) => state.query)
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
        placeholder="Words to search for, owner/name, or an address from huggingface.co"
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
        disabled={query.trim() === ''}
      >
        Look up
      </Button>
    </form>
  )
}
