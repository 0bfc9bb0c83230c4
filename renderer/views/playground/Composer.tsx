import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { RunId } from '../../../shared/domain/run.ts'
import { ask, stopAnswer } from '../../chat-actions.ts'
import { canAskWith, useChatSettings } from '../../state/chat-settings.ts'
import { Button } from '../../components/Button.tsx'
import { useUi } from '../../state/ui.ts'

/** Most characters of one question, as the contract has it. */
const questionLimit = 200_000

interface ComposerProps {
  readonly run: RunId
  /** The ask that is being answered, if any. */
  readonly openAsk: string | null
}

/** Where questions are written: Enter sends, Shift+Enter breaks the line, Escape stops an answer. */
export function Composer({ run, openAsk }: ComposerProps): ReactNode {
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    field.current?.focus()
  }, [])
  useEffect(() => {
    if (openAsk === null) return
    const listen = ({ key, defaultPrevented }: globalThis.KeyboardEvent): void => {
      if (key !== 'Escape' || defaultPrevented) return
      stopAnswer(openAsk)
      field.current?.focus()
    }
    window.addEventListener('keydown', listen)
    return () => {
      window.removeEventListener('keydown', listen)
    }
  }, [openAsk])
  const canAsk = useChatSettings(canAskWith)
  const canSend = openAsk === null && text.trim() !== '' && canAsk
  const send = (): void => {
    if (!canSend) return
    // From now on the view stays with this server, also when another one becomes ready.
    useUi.setState({ talkingTo: run })
    ask(run, text.trim())
    setText('')
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter also ends a word in an input method; that one is not for us.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        ref={field}
        className="input grow"
        aria-label="Question"
        placeholder="Ask something"
        rows={1}
        maxLength={questionLimit}
        value={text}
        onChange={({ target }) => {
          setText(target.value)
        }}
        onKeyDown={onKeyDown}
      />
      {openAsk === null ? (
        <Button type="submit" kind="primary" disabled={!canSend}>
          Send
        </Button>
      ) : (
        <Button
          onClick={() => {
            stopAnswer(openAsk)
            field.current?.focus()
          }}
        >
          Stop generating
        </Button>
      )}
    </form>
  )
}
