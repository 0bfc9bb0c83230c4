import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { useNow } from '../../components/use-now.ts'
import { inspect } from '../../model-actions.ts'
import { places } from '../../places.ts'
import type { WatchView } from '../../../shared/domain/watch.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { useBusy } from '../../state/ui.ts'
import { checkWatch, stopWatching } from '../../watch-actions.ts'
import { askableWords, watchLine } from '../../words/watch.ts'

/** What is waited for, and what has opened since. Not there while there is nothing. */
export function WatchList(): ReactNode {
  const watches = useSnapshot((snapshot) => snapshot.watches)
  const now = useNow(10_000)
  if (watches.length === 0) return null
  return (
    <section aria-labelledby="waited-for">
      <h2 id="waited-for">Waiting for access</h2>
      <ul className="card rows">
        {watches.map((watch) => (
          <li key={`${watch.type}/${watch.repo}/${watch.account ?? ''}`}>
            <div className="row">
              <div className="grow">
                <div className="name">{watch.repo}</div>
                <div className="meta">{watchLine(watch, now)}</div>
              </div>
              {watch.state === 'waiting' && <CheckNow watch={watch} now={now} />}
              {watch.type !== 'space' && (
                <Button
                  kind={watch.state === 'open' ? 'soft' : 'plain'}
                  aria-label={`Look at ${watch.repo}`}
                  onClick={() => {
                    const { type, repo, revision } = watch
                    if (type !== 'space') inspect({ type, repo, revision })
                  }}
                >
                  Look
                </Button>
              )}
              <Button
                kind="quiet"
                aria-label={`Stop watching ${watch.repo}`}
                onClick={() => {
                  stopWatching({ repo: watch.repo, type: watch.type })
                }}
              >
                {watch.state === 'waiting' ? 'Stop' : 'Remove'}
              </Button>
            </div>
            <PlaceNote place={places.watch(watch.repo)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Asks the Hub at once; where it was asked lately, the button says when it may be again. */
function CheckNow({ watch, now }: { readonly watch: WatchView; readonly now: number }): ReactNode {
  const { repo, type } = watch
  const isBusy = useBusy(places.watch(repo))
  const wait = askableWords(watch, now)
  return (
    <Button
      aria-label={wait === null ? `Check ${repo} now` : `Check ${repo}: ${wait}`}
      // Not `disabled`, which would take the keyboard's focus away from whoever has just pressed it.
      aria-disabled={wait !== null}
      isBusy={isBusy}
      onClick={() => {
        if (wait === null) checkWatch({ repo, type })
      }}
    >
      {wait ?? 'Check now'}
    </Button>
  )
}
