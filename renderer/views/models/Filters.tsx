import type { ReactNode } from 'react'
import { Choice } from '../../components/Choice.tsx'
import { changeFilters } from '../../search-actions.ts'
import { useSearch } from '../../state/search.ts'
import { accessWords, libraryWords, orderWords, sizeWords, taskWords } from '../../words/search.ts'

/** What narrows the search. A change searches anew once something was searched for. */
export function Filters(): ReactNode {
  const filters = useSearch((state) => state.filters)
  return (
    <div className="filters" role="group" aria-label="Filters">
      <Choice
        label="Task"
        value={filters.task}
        words={taskWords}
        onChange={(task) => {
          changeFilters({ task })
        }}
      />
      <Choice
        label="Size"
        value={filters.size}
        words={sizeWords}
        onChange={(size) => {
          changeFilters({ size })
        }}
      />
      <Choice
        label="Access"
        value={filters.access}
        words={accessWords}
        onChange={(access) => {
          changeFilters({ access })
        }}
      />
      <Choice
        label="Library"
        value={filters.library}
        words={libraryWords}
        onChange={(library) => {
          changeFilters({ library })
        }}
      />
      <Choice
        label="Order"
        value={filters.sort}
        words={orderWords}
        onChange={(sort) => {
          changeFilters({ sort })
        }}
      />
      <label className="filter-tick">
        <input
          type="checkbox"
          checked={filters.gguf}
          onChange={({ target }) => {
            changeFilters({ gguf: target.checked })
          }}
        />
        GGUF only
      </label>
    </div>
  )
}
