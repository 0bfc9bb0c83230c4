import type { ReactNode } from 'react'
import { engineLabels } from '../../../shared/domain/engine-facts.ts'
import type { PresetView } from '../../../shared/domain/preset.ts'
import { isLive } from '../../../shared/domain/run-state.ts'
import { Button } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { Menu } from '../../components/Menu.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import { askToRemove, checkPreset, editPreset, launchPreset } from '../../preset-actions.ts'
import { dropChecks, usePresets } from '../../state/presets.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { goTo, useBusy } from '../../state/ui.ts'
import { PreflightList } from '../launch/PreflightList.tsx'

/** One preset: what it starts, and what would keep it from starting. */
export function PresetRow({ view: { name, preset } }: { readonly view: PresetView }): ReactNode {
  const isBusy = useBusy(places.preset(name))
  const checks = usePresets((state) => state.checks[name])
  const launched = usePresets((state) => state.launched[name])
  const run = useSnapshot(({ runs }) =>
    runs.find((one) => (one.preset === name || one.id === launched) && isLive(one.state)),
  )
  const stands = checks?.some(({ state }) => state === 'problem') === true
  const recheck = (): void => {
    checkPreset(name, false)
  }
  return (
    <li>
      <div className="row">
        <div className="grow">
          <div className="name">
            {name} {preset.autostart && <Chip>with the app</Chip>}
          </div>
          <div className="meta">
            {engineLabels[preset.engine]} · <span className="mono">{preset.model}</span>
            {preset.port !== 0 && ` · port ${preset.port}`}
          </div>
        </div>
        {run === undefined ? (
          <Button
            kind="soft"
            aria-label={`Launch ${name}`}
            isBusy={isBusy}
            onClick={() => {
              checkPreset(name, true)
            }}
          >
            Launch
          </Button>
        ) : (
          <Button
            aria-label={`Show the server of ${name}`}
            onClick={() => {
              goTo('servers')
            }}
          >
            Show server
          </Button>
        )}
        <Menu
          label={`More for ${name}`}
          items={[
            { label: 'Check without launching', onSelect: recheck },
            { label: 'Change…', onSelect: () => { editPreset(name) } }, // prettier-ignore
            { label: 'Remove…', isDangerous: true, onSelect: () => { askToRemove(name) } }, // prettier-ignore
          ]}
        />
      </div>
      {checks === null && (
        <p className="waiting" role="status">
          Looking at engine, token, model, memory and port…
        </p>
      )}
      {checks != null && (
        <>
          <PreflightList label={`Before ${name} starts`} checks={checks} retry={recheck} />
          <div className="row">
            <div className="grow" />
            {stands && run === undefined && (
              <Button
                onClick={() => {
                  launchPreset(name)
                }}
              >
                Launch anyway
              </Button>
            )}
            <Button
              kind="quiet"
              aria-label={`Hide what was looked at for ${name}`}
              onClick={() => {
                dropChecks(name)
              }}
            >
              Hide
            </Button>
          </div>
        </>
      )}
      <PlaceNote place={places.preset(name)} />
    </li>
  )
}
