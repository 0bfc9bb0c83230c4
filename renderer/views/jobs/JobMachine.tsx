import type { ReactNode } from 'react'
import { dollarsText } from '../../../shared/domain/job-cost.ts'
import { defaultTimeoutSeconds } from '../../../shared/domain/job-facts.ts'
import type { JobHardware } from '../../../shared/domain/job-view.ts'
import { Field, TextField } from '../../components/Field.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { changeDraft } from '../../job-form-actions.ts'
import { places } from '../../places.ts'
import { useJobForm } from '../../state/job-form.ts'

const defaultMinutes = defaultTimeoutSeconds / 60

/** The machine with its price, how long it may run, and when. */
export function JobMachine(): ReactNode {
  const draft = useJobForm((state) => state.draft)
  const hardware = useJobForm((state) => state.hardware)
  const isListed = hardware?.some(({ name }) => name === draft.flavor) ?? false
  return (
    <section className="card" aria-label="Where and when">
      <div className="fields first">
        <Field label="Machine" isWhole>
          {() => (
            <select
              className="input"
              value={draft.flavor}
              onChange={({ currentTarget }) => {
                changeDraft({ flavor: currentTarget.value })
              }}
            >
              {!isListed && <option>{draft.flavor}</option>}
              {hardware?.map((machine) => (
                <option key={machine.name} value={machine.name}>
                  {describe(machine)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextField
          label="Time limit in minutes"
          hint={`Left empty, the Hub ends it after ${defaultMinutes} minutes.`}
          placeholder={String(defaultMinutes)}
          inputMode="decimal"
          value={draft.minutes}
          onText={(minutes) => {
            changeDraft({ minutes })
          }}
        />
        <Field
          label="When"
          hint="@hourly, @daily, @weekly or five fields of cron; empty for now, once."
        >
          {(describedBy) => (
            <input
              className="input mono"
              list="job-times"
              placeholder="now, once"
              maxLength={100}
              autoComplete="off"
              aria-describedby={describedBy}
              value={draft.times}
              onChange={({ currentTarget }) => {
                changeDraft({ times: currentTarget.value })
              }}
            />
          )}
        </Field>
        <datalist id="job-times">
          {['@hourly', '@daily', '@weekly', '@monthly', '0 6 * * 1-5'].map((times) => (
            <option key={times} value={times} />
          ))}
        </datalist>
      </div>
      <PlaceNote place={places.jobHardware} />
    </section>
  )
}

function describe({ name, accelerator, cpu, ram, dollarsPerMinute }: JobHardware): string {
  // The price before the rest: it is what may not be cut off.
  return `${name} · ${dollarsText(dollarsPerMinute * 60)} an hour · ${accelerator ?? `${cpu}, ${ram}`}`
}
