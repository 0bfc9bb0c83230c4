import { useEffect, useRef, type ReactNode } from 'react'
import { openLink } from '../actions.ts'
import { ErrorNote } from '../components/ErrorNote.tsx'
import { KeyMark } from '../components/KeyMark.tsx'
import { useTheme } from '../components/use-theme.ts'
import { cancel, enterAndVerify, isSavable, save, useTokenFlow, verify } from './flow.ts'
import { Saved } from './Saved.tsx'
import { StoreLine } from './StoreLine.tsx'
import { TokenField } from './TokenField.tsx'
import { TokenFoot } from './TokenFoot.tsx'
import { WhoAmI } from './WhoAmI.tsx'

/** The small window that takes a token in. */
export function TokenWindow(): ReactNode {
  const { draft, step, error, retry } = useTokenFlow()
  const field = useRef<HTMLInputElement>(null)
  useTheme()
  useEscape()
  if (step === 'saved') return <Saved draft={draft} />
  return (
    <form
      className="token-window"
      onSubmit={(event) => {
        event.preventDefault()
        if (draft === null) enterAndVerify(takeText(field.current))
        else if (isSavable(draft)) save()
        else verify()
      }}
    >
      <h1 className="token-title">
        <KeyMark size={26} />
        Log in to Hugging Face
      </h1>
      <p className="sub">
        Paste a token, or{' '}
        <button
          type="button"
          className="link"
          onClick={() => {
            openLink({ to: 'create-token' })
          }}
        >
          make one with just the rights you need
        </button>
        .
      </p>
      <TokenField field={field} />
      <div
        className="token-body-part"
        role="region"
        aria-label="What Hugging Face says"
        tabIndex={draft?.verification == null ? -1 : 0}
      >
        {error !== null && <ErrorNote error={error} retry={retry ?? undefined} />}
        <WhoAmI />
      </div>
      <StoreLine />
      <TokenFoot />
    </form>
  )
}

/**
 * The field's text, leaving nothing behind: the field is empty before anything is awaited, and it is
 * replaced by dots afterwards, so that "undo" has nothing to bring back.
 */
function takeText(field: HTMLInputElement | null): string {
  if (field === null) return ''
  const text = field.value
  field.value = ''
  return text
}

function useEscape(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') cancel()
    }
    window.addEventListener('keydown', listen)
    return () => {
      window.removeEventListener('keydown', listen)
    }
  }, [])
}
