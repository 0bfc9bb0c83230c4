import { useEffect, type ReactNode } from 'react'
import { PageHead } from '../../components/PageHead.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { listCached, lookUpPlace } from '../../model-actions.ts'
import { useModels } from '../../state/models.ts'
import { useSearch } from '../../state/search.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { LaunchDialog } from '../launch/LaunchDialog.tsx'
import { PresetDialogs } from '../presets/PresetDialogs.tsx'
import { Presets } from '../presets/Presets.tsx'
import { CachedList } from './CachedList.tsx'
import { Downloads } from './Downloads.tsx'
import { Filters } from './Filters.tsx'
import { LookUp } from './LookUp.tsx'
import { ModelPage } from './ModelPage.tsx'
import { SearchResults } from './SearchResults.tsx'
import { WatchList } from './WatchList.tsx'

/** Find a model, see whether this account may have it, download it, launch it. */
export function Models(): ReactNode {
  const inspected = useModels((state) => state.inspected)
  const cached = useModels((state) => state.cached)
  const isSearching = useSearch(({ asked }) => asked !== null)
  const rows =
    inspected === null
      ? (cached ?? [])
      : inspected.files
          .filter(({ launchable }) => launchable)
          .map(({ path }) => ({ repo: inspected.repo, revision: inspected.revision, path }))
  // The cache changes when a download is done, so the list is asked for again.
  const doneCount = useSnapshot(({ downloads }) => downloads.filter(isDone).length)
  useEffect(listCached, [doneCount])
  return (
    <>
      <PageHead
        title="Models"
        sub="Find a model on the Hub, or launch one that is already on this machine."
      />
      <LookUp />
      <PlaceNote place={lookUpPlace} />
      {inspected === null && <Filters />}
      {inspected !== null ? (
        <ModelPage model={inspected} />
      ) : isSearching ? (
        <SearchResults />
      ) : (
        <>
          <WatchList />
          <CachedList />
          <Presets />
        </>
      )}
      <Downloads elsewhere={rows} />
      <LaunchDialog />
      <PresetDialogs />
    </>
  )
}

function isDone({ state }: { readonly state: string }): boolean {
  return state === 'done'
}
