import type { ReactNode } from 'react'
import type { ModelFile, ModelView } from '../../../shared/domain/model.ts'
import { allowsDownload } from '../../../shared/domain/verdict.ts'
import { openLink } from '../../actions.ts'
import { Button } from '../../components/Button.tsx'
import { inspect, leaveModel } from '../../model-actions.ts'
import { modelSubtitle } from '../../words/model.ts'
import { size } from '../../../shared/size.ts'
import { useSearch } from '../../state/search.ts'
import { FileTable } from './FileTable.tsx'
import { Fit } from './Fit.tsx'
import { ModelFacts } from './ModelFacts.tsx'
import { VerdictBanner } from './VerdictBanner.tsx'
import { DownloadFiles } from './DownloadFiles.tsx'

const denialId = 'verdict-reason'

/** One model: what it is, whether it may be had, and its files. */
export function ModelPage({ model }: { readonly model: ModelView }): ReactNode {
  const { repo, revision, access, files } = model
  const cameFromSearch = useSearch(({ found }) => found !== null)
  const isAllowed = allowsDownload(access.verdict)
  const launchable = files.filter((file) => file.launchable)
  const others = files.filter((file) => !file.launchable)
  return (
    <article aria-labelledby="model-title">
      <Button kind="quiet" className="back" onClick={leaveModel}>
        {cameFromSearch ? '← Search results' : '← All models'}
      </Button>
      <div className="page-head">
        <div className="grow">
          <h2 id="model-title" className="model-title">
            {repo}
          </h2>
          <p className="sub">{modelSubtitle(model)}</p>
        </div>
        <Button
          onClick={() => {
            openLink({ to: 'model', repo })
          }}
        >
          Open page
        </Button>
      </div>
      <VerdictBanner
        id={denialId}
        model={model}
        retry={() => {
          inspect(repo, revision)
        }}
      />
      {launchable.length > 0 && (
        <FileTable
          repo={repo}
          revision={revision}
          files={launchable}
          isAllowed={isAllowed}
          denial={denialId}
        />
      )}
      <Fit model={model} files={launchable.filter(({ cached }) => cached || isAllowed)} />
      <ModelFacts card={model.card} />
      {launchable.length === 0 && files.length > 0 && (
        <p className="note warn">
          There is no GGUF file here, which the embedded engine needs. Look for a GGUF version of
          this model on the Hub, or download the files for another engine.
        </p>
      )}
      {files.length > 1 && (
        <DownloadFiles
          repo={repo}
          revision={revision}
          files={files}
          isAllowed={allowsDownload(access.verdict)}
          denial={denialId}
        />
      )}
      {others.length > 0 && <OtherFiles files={others} />}
    </article>
  )
}

function OtherFiles({ files }: { readonly files: readonly ModelFile[] }): ReactNode {
  return (
    <details className="other-files">
      <summary>{files.length === 1 ? 'One other file' : `${files.length} other files`}</summary>
      <ul className="card rows">
        {files.map(({ path, size: bytes, cached }) => (
          <li key={path} className="row">
            <span className="mono grow">{path}</span>
            <span className="meta">
              {size(bytes)}
              {cached ? ' · in the cache' : ''}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
