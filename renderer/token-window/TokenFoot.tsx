import { useEffect, useRef, type ReactNode } from 'react'
import { Button } from '../components/Button.tsx'
import { useConnection } from '../state/snapshot.ts'
import { useNameProblem } from './AccountName.tsx'
import { cancel, isSavable, save, useTokenFlow, verify } from './flow.ts'
import { useIntent } from './intent.ts'

/** Cancel, Verify and Save. The one next step is the primary button, has the focus and answers Enter. */
export function TokenFoot(): ReactNode {
  const draft = useTokenFlow((state) => state.draft)
  const step = useTokenFlow((state) => state.step)
  const hasStore = useConnection(({ snapshot }) => snapshot?.keyring?.store.kind !== 'none')
  const verifyButton = useRef<HTMLButtonElement>(null)
  const saveButton = useRef<HTMLButtonElement>(null)
  const state = draft?.verification?.state ?? null
  const nameProblem = useNameProblem()
  const verb = useIntent(({ intent }) => (intent.replaces === null ? 'Save' : 'Replace'))
  const isReady = isSavable(draft) && hasStore
  const canSave = isReady && nameProblem === null
  const draftId = draft?.id
  useEffect(() => {
    if (draftId === undefined) return
    // Once, when it can be saved: somebody typing a name must not lose the focus to the button.
    if (isReady) saveButton.current?.focus()
    else verifyButton.current?.focus()
  }, [draftId, isReady])
  return (
    <div className="row token-foot">
      <Button onClick={cancel}>Cancel</Button>
      {state !== 'verified' && (
        <Button
          ref={verifyButton}
          type={canSave ? 'button' : 'submit'}
          kind={canSave ? 'plain' : 'primary'}
          isBusy={step === 'verifying'}
          onClick={canSave ? verify : undefined}
        >
          {state === null ? 'Verify' : 'Verify again'}
        </Button>
      )}
      <Button
        ref={saveButton}
        type={canSave ? 'submit' : 'button'}
        kind={canSave ? 'primary' : 'plain'}
        isBusy={step === 'saving'}
        disabled={!canSave}
        onClick={canSave ? undefined : save}
      >
        {state === 'unverified' ? `${verb} unverified` : verb}
      </Button>
    </div>
  )
}
