import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react'
import type { RunView } from '../../../shared/domain/run.ts'
import { askAgain, copyAnswer } from '../../chat-actions.ts'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { useMoment } from '../../components/use-moment.ts'
import { isOpen, type Exchange } from '../../state/chat.ts'
import { goTo, useUi } from '../../state/ui.ts'
import { statsWords } from '../../words/chat.ts'
import { shortName } from '../../words/run.ts'

/** Markdown is a large part of the window's code, and only answers need it. */
const AnswerText = lazy(async () => {
  const { AnswerText: component } = await import('./AnswerText.tsx')
  return { default: component }
})

interface ConversationProps {
  readonly run: RunView
  readonly exchanges: readonly Exchange[]
}

/** Questions and answers. What a model says is Markdown at most, and never markup. */
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
      {exchanges.map((exchange, index) => (
        <Turn
          key={exchange.ask}
          run={run}
          exchange={exchange}
          isLast={index === exchanges.length - 1}
        />
      ))}
    </div>
  )
}

interface TurnProps {
  readonly run: RunView
  readonly exchange: Exchange
  /** Only the last answer can be made anew: later questions build on the others. */
  readonly isLast: boolean
}

function Turn({ run, exchange, isLast }: TurnProps): ReactNode {
  const { ask, question, answer, thought, state, error } = exchange
  const again = (): void => {
    askAgain(run.id, ask, question)
  }
  return (
    <>
      <p className="bubble question">
        <span className="visually-hidden">You: </span>
        {question}
      </p>
      {thought !== '' && (
        <details className="thought meta">
          <summary>{answer === '' && isOpen(exchange) ? 'Thinking…' : 'What it thought'}</summary>
          <p className="thought-text">{thought}</p>
        </details>
      )}
      {(answer !== '' || isOpen(exchange)) && (
        <div className={isOpen(exchange) ? 'bubble answer open' : 'bubble answer'}>
          <span className="visually-hidden">{shortName(run.repo)}: </span>
          {answer === '' ? (
            <span className="caret" aria-hidden="true" />
          ) : (
            <div className="answer-text">
              <Suspense fallback={<p className="unread">{answer}</p>}>
                <AnswerText text={answer} />
              </Suspense>
            </div>
          )}
        </div>
      )}
      {!isOpen(exchange) && answer !== '' && (
        <AnswerFoot
          exchange={exchange}
          again={isLast && state === 'done' && run.state === 'ready' ? again : null}
        />
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

interface AnswerFootProps {
  readonly exchange: Exchange
  /** Asks the same once more; null where that cannot be. */
  readonly again: (() => void) | null
}

/** How fast an answer came, and what can be done with it. */
function AnswerFoot({ exchange: { answer, stats }, again }: AnswerFootProps): ReactNode {
  const [isCopied, setCopied] = useMoment()
  return (
    <p className="meta row wrap answer-foot">
      {stats !== null && <span>{statsWords(stats)}</span>}
      <button
        type="button"
        className="link"
        onClick={() => {
          copyAnswer(answer, setCopied)
        }}
      >
        {isCopied ? 'Copied' : 'Copy'}
      </button>
      {again !== null && (
        <button type="button" className="link" onClick={again}>
          Regenerate
        </button>
      )}
    </p>
  )
}
