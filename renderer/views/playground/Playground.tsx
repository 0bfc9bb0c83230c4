import type { ReactNode } from 'react'
import { hostedEngines } from '../../../shared/domain/engine-facts.ts'
import { isLive } from '../../../shared/domain/run-state.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNote } from '../../components/ErrorNote.tsx'
import { WaysOut } from '../../components/WaysOut.tsx'
import { Empty } from '../../components/Empty.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { countSet, useChatSettings } from '../../state/chat-settings.ts'
import { clearConversation, isOpen, useChat, type Exchange } from '../../state/chat.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { goTo, useUi } from '../../state/ui.ts'
import { isForLackOfAccess } from '../../words/access.ts'
import { shortName } from '../../words/run.ts'
import { ChatSettings } from './ChatSettings.tsx'
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
  const areSettingsOpen = useUi((state) => state.areSettingsOpen)
  const set = useChatSettings(countSet)
  return (
    <div className="talk">
      <PageHead title="Playground" sub={whereItGoes(run)}>
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
                {shortName(repo)}{' '}
                {url === null ? '' : `· ${new URL(url).port || new URL(url).host}`}
              </option>
            ))}
          </select>
        </label>
        <Button
          aria-expanded={areSettingsOpen}
          onClick={() => {
            useUi.setState({ areSettingsOpen: !areSettingsOpen })
          }}
        >
          Parameters{set > 0 && <span className="count">{set}</span>}
        </Button>
        <Button
          disabled={exchanges.length === 0 || open !== undefined}
          onClick={() => {
            clearConversation(run.id)
          }}
        >
          Clear conversation
        </Button>
      </PageHead>
      {areSettingsOpen && <ChatSettings />}
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

function whereItGoes({ engine, url }: RunView): string {
  if (!hostedEngines.includes(engine)) return 'Nothing you ask leaves this machine.'
  return `What you ask goes to ${url === null ? 'where it runs' : new URL(url).host}.`
}

function NobodyReady({ runs }: { readonly runs: readonly RunView[] }): ReactNode {
  const coming = runs.find(({ state }) => isLive(state) && state !== 'stopping')
  const denied = [...runs].sort(byYouth)[0]
  return (
    <>
      <PageHead title="Playground" sub="Nothing you ask leaves this machine." />
      {coming === undefined && denied?.error != null && isForLackOfAccess(denied.error) ? (
        <section aria-label="Why nothing answers">
          <ErrorNote error={denied.error} kind="state" />
          <p className="sub">{denied.repo} did not start. There are three ways on:</p>
          <WaysOut repo={denied.repo} />
        </section>
      ) : coming === undefined ? (
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
