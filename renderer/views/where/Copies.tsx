import type { ReactNode } from 'react'
import { showWindow } from '../../actions.ts'
import type { WhereView } from '../../../shared/domain/where.ts'
import { Button } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { useWhere } from '../../state/where.ts'
import { lookWhere } from '../../where-actions.ts'
import { placeOf } from '../../words/foreign.ts'
import { CopyDetails } from './CopyDetails.tsx'
import { CopyTable } from './CopyTable.tsx'
import { EnvFolders } from './EnvFolders.tsx'
import { TokenMap } from './TokenMap.tsx'

/** The copies as a picture or as a table, and what could not be looked at. */
export function Copies({ found }: { readonly found: WhereView }): ReactNode {
  const tab = useWhere((state) => state.tab)
  const chosen = useWhere((state) => state.chosen)
  const copy = found.copies.find(({ id }) => id === chosen)
  const isEmpty = found.copies.length === 0
  return (
    <>
      {isEmpty && found.storeProblem === null && (
        <Empty
          title="No token lies on this machine"
          actions={
            <Button
              kind="primary"
              onClick={() => {
                showWindow('log-in')
              }}
            >
              Log in to Hugging Face…
            </Button>
          }
        >
          Not in the keyring, nor in the places of hf, git, Docker, editors, shells and other tools
          that Hubkey knows.
        </Empty>
      )}
      {!isEmpty && (tab === 'table' ? <CopyTable view={found} /> : <TokenMap view={found} />)}
      <Rest found={found} />
      <EnvFolders />
      {tab === 'map' && copy !== undefined && (
        <CopyDetails key={copy.id} copy={copy} view={found} />
      )}
    </>
  )
}

/** What is no copy and is worth knowing all the same. */
function Rest({ found }: { readonly found: WhereView }): ReactNode {
  const { ollamaKey, problems, copies } = found
  const hasUnknown = copies.some(({ standing }) => standing === 'unknown')
  return (
    <div className="map-rest">
      {hasUnknown && (
        <div className="row wrap">
          <p className="meta grow">
            Unknown tokens were not asked about. Asking sends each one to its own provider, once.
          </p>
          <Button
            onClick={() => {
              lookWhere(true)
            }}
          >
            Ask the providers
          </Button>
        </div>
      )}
      {ollamaKey !== null && (
        <p className="meta">
          Ollama uses a key of its own instead of a token:{' '}
          <span className="mono">{ollamaKey.path}</span>
          {ollamaKey.wide && (
            <span className="warn-word"> (mode {ollamaKey.mode}: others may read it)</span>
          )}
        </p>
      )}
      {problems.map((problem) => (
        <p key={`${problem.where} ${problem.name ?? ''}`} className="warn-text">
          <strong>{problem.label}</strong> <span className="mono">{placeOf(problem)}</span>:{' '}
          {problem.error.message}
        </p>
      ))}
    </div>
  )
}
