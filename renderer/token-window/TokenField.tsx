import { useEffect, useRef, type ReactNode, type RefObject } from 'react'
import { Button } from '../components/Button.tsx'
import { tokenPrefix } from '../words/provider.ts'
import { discard, paste, useTokenFlow } from './flow.ts'
import { useIntent } from './intent.ts'

/** More dots than this would leave the field. */
const mostDots = 40

/**
 * A masked field until main holds the token, dots from then on. The field is uncontrolled: its text
 * is in the page's own field and in no state of ours.
 */
export function TokenField({
  field,
}: {
  readonly field: RefObject<HTMLInputElement | null>
}): ReactNode {
  const draft = useTokenFlow((state) => state.draft)
  const step = useTokenFlow((state) => state.step)
  const prefix = tokenPrefix(useIntent(({ intent }) => intent.provider))
  const isMiddleClick = useRef(false)
  const isTaking = step === 'taking'
  useEffect(() => {
    if (draft === null && !isTaking) field.current?.focus()
  }, [draft, isTaking, field])
  return (
    <div className="token-field">
      {draft === null ? (
        <input
          ref={field}
          type="password"
          className="grow"
          aria-label="Token"
          placeholder={prefix === null ? '' : `${prefix}…`}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          readOnly={isTaking}
          onPointerDown={({ button }) => {
            isMiddleClick.current = button === 1
          }}
          onPaste={(event) => {
            // Main reads the clipboard instead, so that even Ctrl+V keeps the token out of here. The
            // middle button pastes the selection, which is another text.
            if (isMiddleClick.current) return
            event.preventDefault()
            paste()
          }}
          onKeyDown={() => {
            isMiddleClick.current = false
          }}
        />
      ) : (
        <>
          <span className="dots grow" role="img" aria-label={`Token of ${draft.length} characters`}>
            {'•'.repeat(Math.min(draft.length, mostDots))}
          </span>
          <Button kind="quiet" disabled={step === 'saving'} onClick={discard}>
            Remove
          </Button>
        </>
      )}
      <Button
        kind="quiet"
        isBusy={isTaking}
        disabled={step === 'verifying' || step === 'saving'}
        onClick={paste}
      >
        Paste
      </Button>
    </div>
  )
}
