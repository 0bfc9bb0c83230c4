import { useId, type ReactNode } from 'react'
import { engineIds, engineLabels, type EngineId } from '../../../shared/domain/engine-facts.ts'
import type { EngineView } from '../../../shared/domain/engine-view.ts'
import { usePresets } from '../../state/presets.ts'
import { EngineKey } from './EngineKey.tsx'

interface EngineChoiceProps {
  readonly value: EngineId
  readonly problem?: string | undefined
  /** Whether a command line that was written by hand may be chosen. */
  readonly hasCustom: boolean
  readonly onChange: (engine: EngineId) => void
}

/** Which server runs it: each with its version, and how it truly authenticates. */
export function EngineChoice({
  value,
  problem,
  hasCustom,
  onChange,
}: EngineChoiceProps): ReactNode {
  const hintId = useId()
  const engines = usePresets((state) => state.engines)
  const chosen = engines?.find(({ id }) => id === value)
  return (
    <>
      <label className="field">
        <span>Engine</span>
        <select
          className="input"
          value={value}
          aria-describedby={hintId}
          aria-invalid={problem === undefined ? undefined : true}
          onChange={({ currentTarget }) => {
            const id = engineIds.find((one) => one === currentTarget.value)
            if (id !== undefined) onChange(id)
          }}
        >
          {engineIds.map((id) => (
            <option key={id} value={id} disabled={id === 'custom' && !hasCustom}>
              {engineLabels[id]}
              {id === 'custom' && !hasCustom
                ? ' (by a preset in models.yaml)'
                : standing(engines?.find((one) => one.id === id))}
            </option>
          ))}
        </select>
        <span id={hintId} className={problem === undefined ? 'meta' : 'field-problem'}>
          {problem ??
            (engines === null ? 'Asking the engines for their versions…' : hintOf(chosen))}
        </span>
      </label>
      {chosen?.publicKey != null && <EngineKey publicKey={chosen.publicKey} />}
    </>
  )
}

function standing(engine: EngineView | undefined): string {
  if (engine === undefined) return ''
  if (engine.state === 'missing') {
    return engine.program === null ? ' — not installed' : ' — its Python does not have it'
  }
  return engine.version === null ? '' : ` ${engine.version}`
}

function hintOf(engine: EngineView | undefined): string {
  if (engine?.id === 'custom') return 'Its command line is written in models.yaml, by hand alone.'
  return engine?.auth ?? ''
}
