import { useEffect, useRef, type ReactNode } from 'react'
import type { ModelFile, ModelView } from '../../../shared/domain/model.ts'
import { allowsDownload } from '../../../shared/domain/verdict.ts'
import { openLink } from '../../actions.ts'
import { Button } from '../../components/Button.tsx'
import { openLaunchForm } from '../../launch-form-actions.ts'
import { inspectAgain, leaveModel } from '../../model-actions.ts'
import { modelSubtitle } from '../../words/model.ts'
import { size } from '../../../shared/size.ts'
import { useSearch } from '../../state/search.ts'
import { FileTable } from './FileTable.tsx'
import { Fit } from './Fit.tsx'
import { ModelFacts } from './ModelFacts.tsx'
import { VerdictBanner } from './VerdictBanner.tsx'
import { DownloadFiles } from './DownloadFiles.tsx'

const denialId = 'verdict-reason'

/** One model or dataset: what it is, whether it may be had, and its files. */
export function ModelPage({ model }: { readonly model: ModelView }): ReactNode {
  const { type, repo, revision, access, files } = model
  const cameFromSearch = useSearch(({ found }) => found !== null)
  const isAllowed = allowsDownload(access.verdict)
  const launchable = files.filter((file) => file.launchable)
  const others = files.filter((file) => !file.launchable)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // The line that led here is gone, and the focus with it.
    if (document.activeElement === document.body) title.current?.focus({ preventScroll: true })
    title.current?.closest('main')?.scrollTo(0, 0)
  }, [type, repo, revision])
  return (
    <article aria-labelledby="model-title">
      <Button kind="quiet" className="back" onClick={leaveModel}>
        {cameFromSearch ? '← Search results' : '← All models'}
      </Button>
      <div className="page-head">
        <div className="grow">
          <h2 id="model-title" ref={title} className="model-title" tabIndex={-1}>
            {repo}
          </h2>
          <p className="sub">{modelSubtitle(model)}</p>
        </div>
        <Button
          onClick={() => {
            openLink({ to: type, repo })
          }}
        >
          Open page
        </Button>
      </div>
      <VerdictBanner id={denialId} model={model} retry={inspectAgain} />
      {launchable.length > 0 && (
        <FileTable
          repo={repo}
          revision={revision}
          files={launchable}
          isAllowed={isAllowed}
          denial={denialId}
        />
      )}
      {type === 'model' && (
        <Fit model={model} files={launchable.filter(({ cached }) => cached || isAllowed)} />
      )}
      <ModelFacts type={type} card={model.card} />
      {type === 'model' && launchable.length === 0 && files.length > 0 && (
        <div className="note warn">
          <span className="grow note-text">
            There is no GGUF file here, which the embedded engine needs. Look for a GGUF version of
            this model on the Hub, or launch it with another engine.
          </span>
          <Button
            onClick={() => {
              openLaunchForm({ model: repo, revision, engine: 'vllm' })
            }}
          >
            Launch options…
          </Button>
        </div>
      )}
      {files.length > (type === 'model' ? 1 : 0) && (
        <DownloadFiles
          type={type}
          repo={repo}
          revision={revision}
          files={files}
          isAllowed={allowsDownload(access.verdict)}
          denial={denialId}
        />
      )}
      {others.length > 0 && <OtherFiles files={others} areAll={launchable.length === 0} />}
    </article>
  )
}

interface OtherFilesProps {
  readonly files: readonly ModelFile[]
  /** Whether there are no others beside them. */
  readonly areAll: boolean
}

function OtherFiles({ files, areAll }: OtherFilesProps): ReactNode {
  const other = areAll ? '' : ' other'
  return (
    <details className="other-files">
      <summary>{files.length === 1 ? `One${other} file` : `${files.length}${other} files`}</summary>
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
