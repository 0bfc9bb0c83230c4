import type { ReactNode } from 'react'
import type { FoundModel } from '../../../shared/domain/search.ts'
import { Button } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { Empty } from '../../components/Empty.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { useNow } from '../../components/use-now.ts'
import { inspect } from '../../model-actions.ts'
import {
  clearFilters,
  leaveSearch,
  morePlace,
  searchMore,
  searchPlace,
} from '../../search-actions.ts'
import { useSearch } from '../../state/search.ts'
import { useBusy } from '../../state/ui.ts'
import { countLine, foundLine } from '../../words/search.ts'

/** What a search found; each line leads to the model. */
export function SearchResults(): ReactNode {
  const found = useSearch((state) => state.found)
  const isBusy = useBusy(searchPlace)
  const isMoreBusy = useBusy(morePlace)
  return (
    <section aria-labelledby="search-results" aria-busy={isBusy}>
      <div className="row">
        <h2 id="search-results" className="grow">
          Found on the Hub
        </h2>
        <Button kind="quiet" onClick={leaveSearch}>
          Clear the search
        </Button>
      </div>
      <p className="meta" role="status">
        {isBusy
          ? 'Searching…'
          : found === null
            ? ''
            : countLine(found.models.length, found.next !== null)}
      </p>
      <PlaceNote place={searchPlace} />
      {found !== null && found.models.length === 0 && found.next === null && !isBusy && (
        <Empty
          title="Nothing was found"
          actions={<Button onClick={clearFilters}>Clear the filters</Button>}
        >
          No model on the Hub has all of these words and filters. Try fewer of them.
        </Empty>
      )}
      {found !== null && found.models.length > 0 && (
        <ul className="card rows found">
          {found.models.map((model) => (
            <FoundRow key={model.repo} model={model} />
          ))}
        </ul>
      )}
      {found?.next != null && (
        <div className="row center">
          <Button isBusy={isMoreBusy} onClick={searchMore}>
            More models
          </Button>
        </div>
      )}
      <PlaceNote place={morePlace} />
    </section>
  )
}

function FoundRow({ model }: { readonly model: FoundModel }): ReactNode {
  const { repo, gated, cached, gguf } = model
  const now = useNow(60_000)
  return (
    <li>
      <button
        type="button"
        className="found-row"
        onClick={() => {
          inspect(repo, 'main')
        }}
      >
        <span className="grow">
          <span className="name">{repo}</span>
          <span className="meta">{foundLine(model, now)}</span>
        </span>
        {cached && <Chip tone="ok">cached</Chip>}
        {gguf && <Chip>GGUF</Chip>}
        {(gated === 'auto' || gated === 'manual') && <Chip tone="warn">gated</Chip>}
      </button>
    </li>
  )
}
