import { useEffect, useState, type ReactNode } from 'react'
import { canStop } from '../../../shared/domain/run-state.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import { copyAddress, launch, stopRun, talkTo } from '../../actions.ts'
import { places } from '../../places.ts'
import { Button } from '../../components/Button.tsx'
import { useBusy } from '../../state/ui.ts'
import { shortName } from '../../words/run.ts'

/** How long a button says "Copied", in milliseconds. */
const copiedMs = 1600

/** What can be done with a server in its state. */
export function RunControls({ run }: { readonly run: RunView }): ReactNode {
  const isBusy = useBusy(places.run(run.id))
  const isLaunching = useBusy(places.launch(run.repo, run.file))
  const name = shortName(run.repo)
  return (
    <div className="row controls">
      {run.state === 'ready' && (
        <>
          <Button
            aria-label={`Ask ${name}`}
            onClick={() => {
              talkTo(run.id)
            }}
          >
            Ask
          </Button>
          <CopyButton run={run} />
        </>
      )}
      {canStop(run.state) && (
        <Button
          aria-label={`Stop ${name}`}
          isBusy={isBusy}
          onClick={() => {
            stopRun(run.id)
          }}
        >
          Stop
        </Button>
      )}
      {(run.state === 'exited' || run.state === 'failed') && (
        <Button
          aria-label={`Launch ${name} again`}
          isBusy={isLaunching}
          onClick={() => {
            launch({ repo: run.repo, file: run.file })
          }}
        >
          Launch again
        </Button>
      )}
    </div>
  )
}

function CopyButton({ run }: { readonly run: RunView }): ReactNode {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => {
      setCopied(false)
    }, copiedMs)
    return () => {
      clearTimeout(timer)
    }
  }, [isCopied])
  return (
    <Button
      onClick={() => {
        copyAddress(run.id, () => {
          setCopied(true)
        })
      }}
    >
      <span aria-live="polite">{isCopied ? 'Copied' : 'Copy address'}</span>
    </Button>
  )
}
