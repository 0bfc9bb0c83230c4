import type { ReactNode } from 'react'
import { toggleCache } from '../../cache-actions.ts'
import { Button } from '../../components/Button.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { cachedPlace } from '../../model-actions.ts'
import { useCache } from '../../state/cache.ts'
import { useModels } from '../../state/models.ts'
import { fileName } from '../../words/run.ts'
import { size } from '../../../shared/size.ts'
import { CacheList } from './CacheList.tsx'
import { LaunchControls } from './LaunchControls.tsx'
import { LaunchProgress } from './LaunchProgress.tsx'

/** Models that are already on this machine and need no download. */
export function CachedList(): ReactNode {
  const cached = useModels((state) => state.cached)
  const isCacheOpen = useCache((state) => state.isOpen)
  return (
    <section aria-labelledby="on-this-machine">
      <div className="row">
        <h2 id="on-this-machine" className="grow">
          On this machine
        </h2>
        <Button kind="quiet" aria-expanded={isCacheOpen} onClick={toggleCache}>
          {isCacheOpen ? 'Hide the whole cache' : 'Show the whole cache'}
        </Button>
      </div>
      <PlaceNote place={cachedPlace} />
      {cached === null ? (
        <p className="waiting">Looking into the cache…</p>
      ) : cached.length === 0 ? (
        <p className="card meta">
          Nothing here yet. Models you download lie in the shared Hugging Face cache, where other
          tools find them, too.
        </p>
      ) : (
        <ul className="card rows">
          {cached.map(({ repo, revision, path, size: bytes, quantisation }) => (
            <li key={`${repo}/${revision}/${path}`}>
              <div className="row">
                <div className="grow">
                  <div className="name">
                    {repo} <span className="meta">{quantisation}</span>
                  </div>
                  <div className="meta">
                    <span className="mono">{fileName(path)}</span> · {size(bytes)}
                  </div>
                </div>
                <LaunchControls
                  file={{ repo, revision, path }}
                  isCached
                  isAllowed
                  denial={undefined}
                />
              </div>
              <LaunchProgress file={{ repo, revision, path }} />
            </li>
          ))}
        </ul>
      )}
      {isCacheOpen && <CacheList />}
    </section>
  )
}
