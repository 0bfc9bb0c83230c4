import type { ReactNode } from 'react'
import type { CachedRepo, CachedRevision } from '../../../shared/domain/cached-repo.ts'
import { size } from '../../../shared/size.ts'
import { askToRemove } from '../../cache-actions.ts'
import { Button } from '../../components/Button.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { useNow } from '../../components/use-now.ts'
import { places } from '../../places.ts'
import { useCache } from '../../state/cache.ts'
import { cachedRepoLine, revisionLine, revisionName } from '../../words/cache.ts'
import { referenceName } from '../../words/repo.ts'
import { RemovalDialog } from './RemovalDialog.tsx'

/** Everything in the shared cache, whichever tool put it there, and how much room it takes. */
export function CacheList(): ReactNode {
  const view = useCache((state) => state.view)
  const freed = useCache((state) => state.freed)
  const removal = useCache((state) => state.removal)
  const all = view?.repositories.reduce((sum, each) => sum + each.size, 0) ?? 0
  return (
    <div className="cache">
      <p className="meta" role="status">
        {freed !== null && `${size(freed)} freed. `}
        {view === null
          ? 'Looking at all of the cache…'
          : view.repositories.length === 0
            ? `Nothing lies in ${view.path} yet.`
            : `${size(all)} in ${view.path}, shared with every tool that uses the Hugging Face cache.`}
      </p>
      <PlaceNote place={places.cache} />
      {view !== null && view.repositories.length > 0 && (
        <ul className="card rows">
          {view.repositories.map((repo) => (
            <li key={`${repo.type}/${repo.repo}`}>
              <Repository repo={repo} />
            </li>
          ))}
        </ul>
      )}
      {removal !== null && <RemovalDialog removal={removal} />}
    </div>
  )
}

function Repository({ repo }: { readonly repo: CachedRepo }): ReactNode {
  const now = useNow(60_000)
  const name = referenceName(repo)
  return (
    <>
      <div className="row">
        <div className="grow">
          <div className="name">{name}</div>
          <div className="meta">{cachedRepoLine(repo, now)}</div>
        </div>
        <Button
          aria-label={`Remove ${name}`}
          onClick={() => {
            askToRemove({ repo, revision: null })
          }}
        >
          Remove…
        </Button>
      </div>
      {repo.revisions.length > 1 && (
        <ul className="revisions" aria-label={`Revisions of ${name}`}>
          {repo.revisions.map((revision) => (
            <Revision key={revision.commit} repo={repo} revision={revision} />
          ))}
        </ul>
      )}
    </>
  )
}

interface RevisionProps {
  readonly repo: CachedRepo
  readonly revision: CachedRevision
}

function Revision({ repo, revision }: RevisionProps): ReactNode {
  return (
    <li className="row">
      <span className="grow meta">
        <span className="mono">{revisionName(revision)}</span> · {revisionLine(revision)}
      </span>
      <Button
        kind="quiet"
        aria-label={`Remove ${revisionName(revision)} of ${referenceName(repo)}`}
        onClick={() => {
          askToRemove({ repo, revision })
        }}
      >
        Remove…
      </Button>
    </li>
  )
}
