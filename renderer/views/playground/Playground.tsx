import type { ReactNode } from 'react'
import { isLive } from '../../../shared/domain/run-state.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import { Button } from '../../components/Button.tsx'
import { Empty } from '../../components/Empty.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { clearConversation, isOpen, useChat, type Exchange } from '../../state/chat.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { goTo, useUi } from '../../state/ui.ts'
import { shortName } from '../../words/run.ts'
import { Composer } from './Composer.tsx'
import { Conversation } from './Conversation.tsx'

const none: readonly Exchange[] = []

/** Ask a server that is ready, and watch it answer. */
export function Playground(): ReactNode {
  const runs = useSnapshot((snapshot) => snapshot.runs)
  const talkingTo = useUi((state) => state.talkingTo)
  const conversations = useChat((state) => state.conversations)
  const ready = runs.filter(({ state }) => state === 'ready').sort(byYouth)
  // A conversation stays readable after its server has ended.
  const chosen =
    runs.find(({ id, state }) => id === talkingTo && (state === 'ready' || id in conversations)) ??
    ready[0]
  if (chosen === undefined) return <NobodyReady runs={runs} />
  const choices = ready.includes(chosen) ? ready : [chosen, ...ready]
  return <Talk key={chosen.id} run={chosen} choices={choices} />
}

interface TalkProps {
  readonly run: RunView
  readonly choices: readonly RunView[]
}

function Talk({ run, choices }: TalkProps): ReactNode {
  const exchanges = useChat(({ conversations }) => conversations[run.id] ?? none)
  const open = exchanges.find(isOpen)
  return (
    <div className="talk">
      <PageHead title="Playground" sub="Nothing you ask leaves this machine.">
        <label>
          <span className="visually-hidden">Server</span>
          <select
            className="input"
            value={run.id}
            onChange={({ target }) => {
              useUi.setState({ talkingTo: target.value })
            }}
          >
            {choices.map(({ id, repo, url }) => (
              <option key={id} value={id}>
                {shortName(repo)} {url === null ? '' : `· ${new URL(url).port}`}
              </option>
            ))}
          </select>
        </label>
        <Button
          disabled={exchanges.length === 0 || open !== undefined}
          onClick={() => {
            clearConversation(run.id)
          }}
        >
          Clear conversation
        </Button>
      </PageHead>
      <Conversation run={run} exchanges={exchanges} />
      {run.state === 'ready' || open !== undefined ? (
        <Composer run={run.id} openAsk={open?.ask ?? null} />
      ) : (
        <p className="note" role="status">
          {shortName(run.repo)} does not run any more, so it cannot be asked.
        </p>
      )}
    </div>
  )
}

function NobodyReady({ runs }: { readonly runs: readonly RunView[] }): ReactNode {
  const coming = runs.find(({ state }) => isLive(state) && state !== 'stopping')
  return (
    <>
      <PageHead title="Playground" sub="Nothing you ask leaves this machine." />
      {coming === undefined ? (
        <Empty
          title="No server is ready"
          actions={
            <Button
              kind="primary"
              onClick={() => {
                goTo('models')
              }}
            >
              Choose a model
            </Button>
          }
        >
          Launch a model, and it will answer here.
        </Empty>
      ) : (
        <Empty
          title={`${shortName(coming.repo)} is getting ready`}
          actions={
            <Button
              onClick={() => {
                goTo('servers')
              }}
            >
              Show server
            </Button>
          }
        >
          You can ask as soon as it has started.
        </Empty>
      )}
    </>
  )
}

function byYouth(a: RunView, b: RunView): number {
  return b.startedAt.localeCompare(a.startedAt)
}
