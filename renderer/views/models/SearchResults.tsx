import { useEffect, useRef, type ReactNode } from 'react'
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
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    comeBackIn(list.current)
  }, [])
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
        <ul ref={list} className="card rows found">
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

/** Where the user was before they looked at a result: as far down, and on that line. */
function comeBackIn(list: HTMLElement | null): void {
  const { left } = useSearch.getState()
  if (list === null || left === null) return
  list.closest('main')?.scrollTo(0, left.scrollTop)
  list
    .querySelector<HTMLElement>(`[data-repo="${CSS.escape(left.repo)}"]`)
    ?.focus({ preventScroll: true })
  useSearch.setState({ left: null })
}

function FoundRow({ model }: { readonly model: FoundModel }): ReactNode {
  const { repo, gated, cached, gguf } = model
  const now = useNow(60_000)
  return (
    <li>
      <button
        type="button"
        className="found-row"
        data-repo={repo}
        onClick={({ currentTarget }) => {
          const scrollTop = currentTarget.closest('main')?.scrollTop ?? 0
          useSearch.setState({ left: { repo, scrollTop } })
          inspect({ type: 'model', repo, revision: 'main' })
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
