import type { ReactNode } from 'react'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { cachedPlace } from '../../model-actions.ts'
import { useModels } from '../../state/models.ts'
import { fileName } from '../../words/run.ts'
import { size } from '../../../shared/size.ts'
import { LaunchControls } from './LaunchControls.tsx'
import { LaunchProgress } from './LaunchProgress.tsx'

/** Models that are already on this machine and need no download. */
export function CachedList(): ReactNode {
  const cached = useModels((state) => state.cached)
  return (
    <section aria-labelledby="on-this-machine">
      <h2 id="on-this-machine">On this machine</h2>
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
    </section>
  )
}
