import { useId, useState, type ReactNode } from 'react'
import { isSameDownload } from '../../../shared/domain/download-state.ts'
import type { ModelFile } from '../../../shared/domain/model.ts'
import type { LookUpType } from '../../../shared/domain/repo.ts'
import { chooses } from '../../../shared/domain/patterns.ts'
import { size } from '../../../shared/size.ts'
import { startRepositoryDownload } from '../../actions.ts'
import { Button } from '../../components/Button.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { useBusy } from '../../state/ui.ts'
import { readPatterns } from '../../words/downloaded-files.ts'
import { isUnderWay } from './file-state.ts'

interface DownloadFilesProps {
  readonly type: LookUpType
  readonly repo: string
  readonly revision: string
  readonly files: readonly ModelFile[]
  readonly isAllowed: boolean
  /** Id of the element that says why not. */
  readonly denial: string
}

const examples: Readonly<Record<LookUpType, { readonly only: string; readonly without: string }>> =
  {
    model: { only: '*.safetensors, onnx/', without: '*.bin' },
    dataset: { only: '*.parquet, data/', without: '*.zip' },
  }

/** The whole repository, or the files that patterns choose, for tools that want more than one file. */
export function DownloadFiles(props: DownloadFilesProps): ReactNode {
  const { type, repo, revision, files, isAllowed, denial } = props
  const [wanted, setWanted] = useState('')
  const [unwanted, setUnwanted] = useState('')
  const headId = useId()
  const countId = useId()
  const choice = { include: readPatterns(wanted), exclude: readPatterns(unwanted) }
  const chosen = files.filter(({ path }) => chooses(choice)(path))
  const isBusy = useBusy(places.repository(repo))
  const isMoving = useIsMoving({ type, repo, revision, path: null, choice })
  const isAll = chosen.length === files.length
  return (
    <section aria-labelledby={headId}>
      <h2 id={headId}>{type === 'dataset' ? 'Download' : 'Several files'}</h2>
      <form
        className="card download-files"
        onSubmit={(event) => {
          event.preventDefault()
          if (chosen.length > 0) startRepositoryDownload({ type, repo, revision, choice })
        }}
      >
        <PatternField name="Only" example={examples[type].only} text={wanted} onText={setWanted} />
        <PatternField
          name="Without"
          example={examples[type].without}
          text={unwanted}
          onText={setUnwanted}
        />
        <div className="row">
          <p id={countId} className="meta grow" role="status">
            {describe(chosen, files.length)}
          </p>
          <Button
            type="submit"
            aria-describedby={isAllowed ? countId : denial}
            isBusy={isBusy}
            disabled={!isAllowed || isMoving || chosen.length === 0}
          >
            {isMoving ? 'Downloading' : isAll ? 'Download all' : 'Download these'}
          </Button>
        </div>
        <PlaceNote place={places.repository(repo)} />
      </form>
    </section>
  )
}

/** Whether just this is under way already. */
function useIsMoving(wanted: Parameters<typeof isSameDownload>[1]): boolean {
  return useSnapshot(({ downloads }) =>
    downloads.some((each) => isUnderWay(each) && isSameDownload(each, wanted)),
  )
}

interface PatternFieldProps {
  readonly name: string
  readonly example: string
  readonly text: string
  readonly onText: (text: string) => void
}

function PatternField({ name, example, text, onText }: PatternFieldProps): ReactNode {
  return (
    <label className="pattern-field">
      <span>{name}</span>
      <input
        className="input small mono"
        placeholder={example}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={1000}
        value={text}
        onChange={({ target }) => {
          onText(target.value)
        }}
      />
    </label>
  )
}

/** `3 of 12 files, 3.4 GB, 1 of them in the cache`. */
function describe(chosen: readonly ModelFile[], all: number): string {
  if (chosen.length === 0) return 'No file matches.'
  const count = chosen.length === all ? `All ${all} files` : `${chosen.length} of ${all} files`
  const cached = chosen.filter((file) => file.cached).length
  const here = cached === 0 ? '' : `, ${cached} of them in the cache`
  return `${count}, ${size(sizeOf(chosen))}${here}`
}

/** The first part of a split file is listed with the size of all its parts. */
function sizeOf(files: readonly ModelFile[]): number {
  const counted = files.filter(({ path }) => !/-(?!00001)\d{5}-of-\d{5}\.gguf$/i.test(path))
  return counted.reduce((sum, file) => sum + file.size, 0)
}
