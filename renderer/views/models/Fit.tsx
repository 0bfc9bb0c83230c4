import { useEffect, type ReactNode } from 'react'
import type { FitView } from '../../../shared/domain/fit.ts'
import type { ModelFile, ModelView } from '../../../shared/domain/model.ts'
import { size } from '../../../shared/size.ts'
import { Choice } from '../../components/Choice.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { estimateFit, fitPlace, forgetFit } from '../../fit-actions.ts'
import { useFit } from '../../state/fit.ts'
import { useBusy } from '../../state/ui.ts'
import { contextWords, fitTitle, fitTone } from '../../words/fit.ts'
import { fileName } from '../../words/run.ts'

interface FitProps {
  readonly model: ModelView
  /** Those that can be looked into, the one to begin with first. */
  readonly files: readonly ModelFile[]
}

/** Whether a file fits this machine: an estimate for the context that is chosen, and never a refusal. */
export function Fit({ model: { repo, revision }, files }: FitProps): ReactNode {
  const { path, context, fit } = useFit()
  const isBusy = useBusy(fitPlace)
  const first = files[0]?.path
  useEffect(() => {
    if (first !== undefined) estimateFit({ repo, revision, path: first, context: null })
    return forgetFit
  }, [repo, revision, first])
  if (first === undefined) return null
  const chosen = path ?? first
  return (
    <section aria-labelledby="fits">
      <h2 id="fits">Does it fit this machine?</h2>
      <div className="card">
        <div className="filters">
          <Choice
            label="File to estimate"
            value={chosen}
            words={Object.fromEntries(files.map((file) => [file.path, nameOf(file)]))}
            onChange={(next) => {
              estimateFit({ repo, revision, path: next, context })
            }}
          />
          <Choice
            label="Context"
            value={String(context ?? 0)}
            words={contextWords(fit?.trainedContext ?? null, context)}
            onChange={(next) => {
              estimateFit({ repo, revision, path: chosen, context: Number(next) || null })
            }}
          />
        </div>
        <div role="status">
          {fit !== null ? <Estimate fit={fit} /> : isBusy ? <Waiting /> : null}
        </div>
        <PlaceNote place={fitPlace} />
      </div>
    </section>
  )
}

function Waiting(): ReactNode {
  return <p className="waiting">Reading the beginning of the file…</p>
}

function Estimate({ fit }: { readonly fit: FitView }): ReactNode {
  const parts = [
    ['Weights', fit.weightsBytes],
    ['Conversation', fit.cacheBytes],
    ['Computation', fit.overheadBytes],
  ] as const
  const known = parts.flatMap(([name, bytes]) => (bytes === null ? [] : [`${name} ${size(bytes)}`]))
  return (
    <div className={`fit ${fitTone[fit.verdict]}`}>
      <div className="verdict-title">{fitTitle[fit.verdict]}</div>
      <div>{fit.sentence}</div>
      <div className="meta">
        {known.join(' + ')}, for {fit.context.toLocaleString('en')} tokens. You may launch it all
        the same.
      </div>
    </div>
  )
}

function nameOf({ path, quantisation, size: bytes }: ModelFile): string {
  return `${quantisation ?? fileName(path)} · ${size(bytes)}`
}
