import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import { editPreset, openPresetFile } from '../../preset-actions.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { PresetRow } from './PresetRow.tsx'

/** The launch presets of `models.yaml`, and what in the file cannot be used. */
export function Presets(): ReactNode {
  const { presets, problems } = useSnapshot((snapshot) => snapshot.presets)
  return (
    <section aria-labelledby="presets-title">
      <div className="row">
        <h2 id="presets-title" className="grow">
          Presets
        </h2>
        <Button kind="quiet" onClick={openPresetFile}>
          Open models.yaml
        </Button>
        <Button
          onClick={() => {
            editPreset(null)
          }}
        >
          New preset…
        </Button>
      </div>
      <PlaceNote place={places.presets} />
      {problems.length > 0 && (
        <div className="note warn" role="status">
          <div className="grow">
            <span className="note-text">
              {problems.length === 1
                ? 'One thing in models.yaml cannot be used:'
                : `${problems.length} things in models.yaml cannot be used:`}
            </span>
            <ul className="preset-problems">
              {problems.map(({ line, column, preset, message }) => (
                <li key={`${line}:${column}:${message}`}>
                  Line {line}, column {column}
                  {preset === null ? '' : ` (${preset})`}: {message}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
      {presets.length === 0 ? (
        <p className="card meta">
          No preset yet. One keeps which engine serves which model, at which port and with which
          settings, and can start with the app.
        </p>
      ) : (
        <ul className="card rows">
          {presets.map((view) => (
            <PresetRow key={view.name} view={view} />
          ))}
        </ul>
      )}
    </section>
  )
}
