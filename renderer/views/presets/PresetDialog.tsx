import { useState, type ReactNode } from 'react'
import { hostedEngines } from '../../../shared/domain/engine-facts.ts'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { places } from '../../places.ts'
import { closePreset, savePreset } from '../../preset-actions.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { setNote, useUi } from '../../state/ui.ts'
import { formOf, readForm, type PresetForm } from '../../words/preset-form.ts'
import { EngineChoice } from './EngineChoice.tsx'
import { PresetField } from './PresetField.tsx'
import { PresetFoot } from './PresetFoot.tsx'

/** The fields that hold a text. */
type TextKey = Exclude<keyof PresetForm, 'engine' | 'autostart'>

/** The form of a preset. `name` is null for a new one. */
export function PresetDialog({ name }: { readonly name: string | null }): ReactNode {
  const now = useSnapshot(({ presets }) => presets.presets.find((one) => one.name === name))
  const [base, setBase] = useState(now?.revision ?? null)
  const [form, setForm] = useState(() => formOf(name ?? '', now?.preset ?? null))
  const [wasTried, setTried] = useState(false)
  const isConflict = useUi(
    ({ notes }) => notes[places.presetForm]?.error.code === 'preset-conflict',
  )
  const read = readForm(form, now?.preset ?? null)
  const isHosted = hostedEngines.includes(form.engine)
  const set = (part: Partial<typeof form>): void => {
    setForm({ ...form, ...part })
  }
  const text = (key: TextKey): { value: string; onChange: (value: string) => void } => ({
    value: form[key],
    onChange: (value) => {
      set({ [key]: value })
    },
  })
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
          <PresetField label="Name" hint="A word for the command line." isFirst {...text('name')} />
        )}
        <EngineChoice
          value={form.engine}
          onChange={(engine) => {
            set({ engine })
          }}
        />
        <PresetField
          label="Model"
          hint="owner/name, as the engine knows it."
          isCode
          {...text('model')}
        />
        {isHosted ? (
          <PresetField
            label="Address (optional)"
            hint="Of your own endpoint; https only."
            isCode
            {...text('address')}
          />
        ) : (
          <>
            <div className="pair">
              <PresetField
                label="Revision"
                hint="Branch, tag or commit."
                isCode
                {...text('revision')}
              />
              <PresetField
                label="File (optional)"
                hint="The best one when left out."
                isCode
                {...text('file')}
              />
              <PresetField
                label="Port (optional)"
                hint="Any free one when left out."
                {...text('port')}
              />
              <PresetField label="Context (optional)" hint="In tokens." {...text('context')} />
              <PresetField label="GPUs (optional)" hint="all, none, or 0, 1." {...text('gpu')} />
              <PresetField
                label="Account (optional)"
                hint="Whose token it gets."
                {...text('account')}
              />
            </div>
            <PresetField
              label="Further words (optional)"
              hint="One per line. Never a token."
              isCode
              isLong
              {...text('args')}
            />
            <PresetField
              label="Variables (optional)"
              hint="NAME=value, one per line. Never a token."
              isCode
              isLong
              {...text('env')}
            />
          </>
        )}
        {isHosted && (
          <PresetField label="Account (optional)" hint="Whose key is sent." {...text('account')} />
        )}
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
        <p className="warn-text" role="status">
          {wasTried && !read.ok ? read.message : ''}
        </p>
        {isConflict && (
          <div className="row">
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
