import { useId, type ReactNode } from 'react'
import {
  clearChatSettings,
  countSet,
  numberSettings,
  problemOf,
  stopProblem,
  useChatSettings,
  type NumberSetting,
} from '../../state/chat-settings.ts'

/** How answers are to be made. What is left empty is the server's own choice. */
export function ChatSettings(): ReactNode {
  const typed = useChatSettings()
  const stopIssue = stopProblem(typed.stop)
  return (
    <section className="card chat-settings" aria-label="Parameters">
      <label className="field wide">
        <span>System prompt</span>
        <textarea
          className="input"
          rows={2}
          maxLength={20_000}
          placeholder="You are a helpful assistant."
          value={typed.system}
          onChange={({ target }) => {
            useChatSettings.setState({ system: target.value })
          }}
        />
      </label>
      {numberSettings.map((setting) => (
        <NumberField key={setting.name} setting={setting} typed={typed[setting.name]} />
      ))}
      <label className="field wide">
        <span>Stop at, one text a line</span>
        <textarea
          className="input"
          rows={1}
          maxLength={1000}
          aria-invalid={stopIssue !== null}
          value={typed.stop}
          onChange={({ target }) => {
            useChatSettings.setState({ stop: target.value })
          }}
        />
        {stopIssue !== null && <span className="warn-text">{stopIssue}</span>}
      </label>
      <p className="meta wide row">
        <span className="grow">What is left empty is the server’s own choice.</span>
        {countSet(typed) > 0 && (
          <button type="button" className="link" onClick={clearChatSettings}>
            Empty all
          </button>
        )}
      </p>
    </section>
  )
}

interface NumberFieldProps {
  readonly setting: NumberSetting
  readonly typed: string
}

function NumberField({ setting, typed }: NumberFieldProps): ReactNode {
  const problemId = useId()
  const problem = problemOf(setting, typed)
  return (
    <label className="field">
      <span>{setting.label}</span>
      <input
        className="input"
        inputMode={setting.isWhole ? 'numeric' : 'decimal'}
        maxLength={20}
        value={typed}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : problemId}
        onChange={({ target }) => {
          useChatSettings.setState({ [setting.name]: target.value })
        }}
      />
      {problem !== null && (
        <span id={problemId} className="warn-text">
          {problem}
        </span>
      )}
    </label>
  )
}
