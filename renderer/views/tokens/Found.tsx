import type { ReactNode } from 'react'
import type { ForeignProblemView, ForeignView } from '../../../shared/domain/foreign.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { addEnvFile, findForeign } from '../../import-actions.ts'
import { places } from '../../places.ts'
import { useImports } from '../../state/imports.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { useBusy } from '../../state/ui.ts'
import { isOurs, placeOf } from '../../words/foreign.ts'
import { FoundToken } from './FoundToken.tsx'

/** Tokens that other tools keep: looked for when asked, taken over when asked, removed when asked again. */
export function Found(): ReactNode {
  const found = useImports((state) => state.found)
  const isBusy = useBusy(places.imports)
  return (
    <section aria-labelledby="found-head">
      <div className="row provider-head">
        <h2 id="found-head">Found on this machine</h2>
      </div>
      <div className="card found">
        <div className="row wrap found-row">
          <p className="meta grow">
            Tokens that hf, git, Docker, the NGC CLI, xr-ai and Halo Forge keep, and those in{' '}
            <span className="mono">.env</span> files you choose.
          </p>
          <div className="row">
            <Button kind="quiet" onClick={addEnvFile}>
              Choose a .env file…
            </Button>
            <Button isBusy={isBusy} onClick={findForeign}>
              {found === null ? 'Look for them' : 'Look again'}
            </Button>
          </div>
        </div>
        <PlaceNote place={places.imports} />
        {found !== null && <Findings found={found} />}
      </div>
    </section>
  )
}

function Findings({ found }: { readonly found: ForeignView }): ReactNode {
  const providers = useSnapshot((snapshot) => snapshot.providers)
  const tokens = found.tokens.filter((token) => !isOurs(token, providers))
  const hidden = found.tokens.length - tokens.length
  return (
    <>
      {found.storeProblem !== null && (
        <ErrorNote error={found.storeProblem} retry={findForeign} kind="state" />
      )}
      <ul className="rows">
        {tokens.map((token) => (
          <li key={token.id}>
            <FoundToken token={token} />
          </li>
        ))}
      </ul>
      <p className="meta found-rest" role="status">
        {tokens.length === 0 && 'No other tool holds a token that Hubkey knows how to find. '}
        {hidden > 0 &&
          `${hidden === 1 ? 'One copy is' : `${hidden} copies are`} Hubkey’s own and kept in step.`}
      </p>
      {found.problems.map((problem) => (
        <Problem key={`${problem.where} ${problem.name ?? ''}`} problem={problem} />
      ))}
    </>
  )
}

/** A place that could not be read may hold a token all the same. */
function Problem({ problem }: { readonly problem: ForeignProblemView }): ReactNode {
  return (
    <p className="warn-text">
      <strong>{problem.label}</strong> <span className="mono">{placeOf(problem)}</span>:{' '}
      {problem.error.message}
    </p>
  )
}
