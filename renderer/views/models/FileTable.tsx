import type { ReactNode } from 'react'
import type { ModelFile } from '../../../shared/domain/model.ts'
import { Chip } from '../../components/Chip.tsx'
import { size } from '../../../shared/size.ts'
import { useWasBrought, type FileReference } from './file-state.ts'
import { LaunchControls } from './LaunchControls.tsx'
import { LaunchProgress } from './LaunchProgress.tsx'

interface FileTableProps {
  readonly repo: string
  readonly revision: string
  readonly files: readonly ModelFile[]
  readonly isAllowed: boolean
  readonly denial: string
}

/** The files that the embedded engine can run. */
export function FileTable({ repo, revision, files, ...access }: FileTableProps): ReactNode {
  return (
    <>
      <h2 id="launchable-files">Files to launch</h2>
      <div className="card table-card">
        <table aria-labelledby="launchable-files">
          <thead className="visually-hidden">
            <tr>
              <th scope="col">File</th>
              <th scope="col">Size</th>
              <th scope="col">State</th>
              <th scope="col">What to do</th>
            </tr>
          </thead>
          <tbody>
            {files.map((file) => (
              <FileRows
                key={file.path}
                file={{ repo, revision, path: file.path }}
                facts={file}
                {...access}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

interface FileRowsProps {
  readonly file: FileReference
  readonly facts: ModelFile
  readonly isAllowed: boolean
  readonly denial: string
}

function FileRows({ file, facts, isAllowed, denial }: FileRowsProps): ReactNode {
  const isHere = useWasBrought(file) || facts.cached
  return (
    <>
      <tr>
        <th scope="row">
          {facts.quantisation !== null && <div className="mono">{facts.quantisation}</div>}
          <div className="mono path">{facts.path}</div>
        </th>
        <td className="meta size">{size(facts.size)}</td>
        <td>{isHere && <Chip tone="ok">cached</Chip>}</td>
        <td>
          <div className="row end">
            <LaunchControls file={file} isCached={isHere} isAllowed={isAllowed} denial={denial} />
          </div>
        </td>
      </tr>
      <tr className="below">
        <td colSpan={4}>
          <LaunchProgress file={file} />
        </td>
      </tr>
    </>
  )
}
