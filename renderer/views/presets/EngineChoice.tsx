import { useId, type ReactNode } from 'react'
import { engineIds, engineLabels, type EngineId } from '../../../shared/domain/engine-facts.ts'
import type { EngineView } from '../../../shared/domain/engine-view.ts'
import { usePresets } from '../../state/presets.ts'

interface EngineChoiceProps {
  readonly value: EngineId
  readonly onChange: (engine: EngineId) => void
}

/** Which server runs it: each with its version, and how it truly authenticates. */
export function EngineChoice({ value, onChange }: EngineChoiceProps): ReactNode {
  const hintId = useId()
  const engines = usePresets((state) => state.engines)
  const chosen = engines?.find(({ id }) => id === value)
  return (
    <label className="field">
      <span>Engine</span>
      <select
        className="input"
        value={value}
        aria-describedby={hintId}
        onChange={({ currentTarget }) => {
          const id = engineIds.find((one) => one === currentTarget.value)
          if (id !== undefined) onChange(id)
        }}
      >
        {engineIds.map((id) => (
          <option key={id} value={id}>
            {engineLabels[id]}
            {standing(engines?.find((one) => one.id === id))}
          </option>
        ))}
      </select>
      <span id={hintId} className="meta">
        {engines === null ? 'Asking the engines for their versions…' : hintOf(chosen)}
      </span>
      {chosen?.publicKey != null && (
        <span className="meta">
          Add this key to your Hugging Face account:{' '}
          <span className="mono key-text">{chosen.publicKey}</span>
        </span>
      )}
    </label>
  )
}

function standing(engine: EngineView | undefined): string {
  if (engine === undefined) return ''
  if (engine.state === 'missing') return ' (not on this machine)'
  return engine.version === null ? '' : ` ${engine.version}`
}

function hintOf(engine: EngineView | undefined): string {
  if (engine?.id === 'custom') return 'Its command line is written in models.yaml, by hand alone.'
  return engine?.auth ?? ''
}
