import { useEffect, useRef, type ReactNode } from 'react'
import type { RunView } from '../../../shared/domain/run.ts'
import { askAgain } from '../../chat-actions.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { isOpen, type Exchange } from '../../state/chat.ts'
import { goTo, useUi } from '../../state/ui.ts'
import { shortName } from '../../words/run.ts'

interface ConversationProps {
  readonly run: RunView
  readonly exchanges: readonly Exchange[]
}

/** Questions and answers. What a model says is shown as text and never as markup. */
export function Conversation({ run, exchanges }: ConversationProps): ReactNode {
  const pane = useRef<HTMLDivElement>(null)
  const isReading = useRef(false)
  useEffect(() => {
    if (!isReading.current) pane.current?.scrollTo(0, pane.current.scrollHeight)
  }, [exchanges])
  return (
    <div
      ref={pane}
      className="conversation"
      role="log"
      aria-label={`Conversation with ${shortName(run.repo)}`}
      aria-busy={exchanges.some(isOpen)}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isReading.current = scrollHeight - scrollTop - clientHeight > 24
      }}
    >
      {exchanges.length === 0 && (
        <p className="meta first-words">{shortName(run.repo)} is ready. Ask it something.</p>
      )}
      {exchanges.map((exchange) => (
        <Turn key={exchange.ask} run={run} exchange={exchange} />
      ))}
    </div>
  )
}

interface TurnProps {
  readonly run: RunView
  readonly exchange: Exchange
}

function Turn({ run, exchange }: TurnProps): ReactNode {
  const { ask, question, answer, state, error } = exchange
  const again = (): void => {
    askAgain(run.id, ask, question)
  }
  return (
    <>
      <p className="bubble question">
        <span className="visually-hidden">You: </span>
        {question}
      </p>
      {(answer !== '' || isOpen(exchange)) && (
        <p className="bubble answer">
          <span className="visually-hidden">{shortName(run.repo)}: </span>
          {answer}
          {isOpen(exchange) && <span className="caret" aria-hidden="true" />}
        </p>
      )}
      {state === 'done' && answer === '' && <p className="meta">It had nothing to say.</p>}
      {(state === 'stopped' || state === 'failed') && (
        <p className="meta">
          {state === 'stopped' ? 'You stopped this answer. ' : 'This answer did not come. '}
          {run.state === 'ready' && (
            <button type="button" className="link" onClick={again}>
              Ask again
            </button>
          )}
        </p>
      )}
      {error !== null && (
        <ErrorNote
          error={error}
          retry={again}
          showLog={() => {
            useUi.setState({ openLog: run.id })
            goTo('servers')
          }}
        />
      )}
    </>
  )
}
