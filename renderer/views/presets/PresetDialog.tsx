import { useState, type ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { places } from '../../places.ts'
import { closePreset, savePreset } from '../../preset-actions.ts'
import { useLaunchForm } from '../../state/launch-form.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { setNote, useUi } from '../../state/ui.ts'
import { launchInput, readFields, type LaunchFields } from '../../words/launch-fields.ts'
import { formOf, readForm } from '../../words/preset-form.ts'
import { FormField } from '../launch/FormField.tsx'
import { LaunchFieldset } from '../launch/LaunchFieldset.tsx'
import { LiveChecks, problemsFound } from '../launch/LiveChecks.tsx'
import { PresetFoot } from './PresetFoot.tsx'

interface PresetDialogProps {
  /** Null for a new one. */
  readonly name: string | null
  /** What of it is filled in already. */
  readonly part: Partial<LaunchFields>
}

/** The form of a preset. */
export function PresetDialog({ name, part }: PresetDialogProps): ReactNode {
  const now = useSnapshot(({ presets }) => presets.presets.find((one) => one.name === name))
  const [base, setBase] = useState(now?.revision ?? null)
  const [form, setForm] = useState(() => ({ ...formOf(name ?? '', now?.preset ?? null), ...part }))
  const [wasTried, setTried] = useState(false)
  const checks = useLaunchForm((state) => state.checks)
  const isConflict = useUi(
    ({ notes }) => notes[places.presetForm]?.error.code === 'preset-conflict',
  )
  const read = readForm(form, now?.preset ?? null)
  const fields = readFields(form)
  // What is wrong is said once somebody has tried, not while the first field is being filled in.
  const problems = wasTried && !read.ok ? read.problems : {}
  const set = (change: Partial<typeof form>): void => {
    setForm({ ...form, ...change })
  }
  return (
    <Dialog title={name === null ? 'New preset' : `Change “${name}”`} onClose={closePreset}>
      <form
        noValidate
        className="preset-form"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (read.ok) savePreset(form.name, base, read.preset)
        }}
      >
        {name === null && (
          <FormField
            label="Name"
            hint="A word for the command line."
            problem={problems.name}
            isFirst
            value={form.name}
            onChange={(text) => {
              set({ name: text })
            }}
          />
        )}
        <LaunchFieldset
          fields={form}
          problems={{ ...problemsFound(checks), ...problems }}
          hasCustom
          onChange={set}
        />
        <label className="tick">
          <input
            type="checkbox"
            checked={form.autostart}
            onChange={({ currentTarget }) => {
              set({ autostart: currentTarget.checked })
            }}
          />
          <span>Start it with Hubkey</span>
        </label>
        <LiveChecks
          input={fields.ok && form.engine !== 'custom' ? launchInput(fields.values) : null}
          nothing={
            form.engine === 'custom'
              ? 'A command line of your own is looked at when it is launched.'
              : 'It is looked at once the model is named.'
          }
        />
        {isConflict && (
          <div className="row wrap conflict">
            <Button
              onClick={() => {
                setForm(formOf(form.name, now?.preset ?? null))
                setBase(now?.revision ?? null)
                setNote(places.presetForm, null)
              }}
            >
              Take what the file says
            </Button>
            <Button
              onClick={() => {
                setBase(now?.revision ?? null)
                if (read.ok) savePreset(form.name, now?.revision ?? null, read.preset)
              }}
            >
              Keep mine, and save again
            </Button>
          </div>
        )}
        <PresetFoot verb="Save" isDisabled={(wasTried && !read.ok) || isConflict} />
      </form>
    </Dialog>
  )
}
