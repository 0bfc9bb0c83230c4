import type { Preset, PresetEdit } from '../../shared/domain/preset.ts'
import { fieldsOf, readFields, type FieldProblems, type LaunchFields } from './launch-fields.ts'

/** A preset as it stands in the form's fields. */
export interface PresetForm extends LaunchFields {
  readonly name: string
  readonly autostart: boolean
}

/** The fields of a preset, or of one that is still to be written. */
export function formOf(name: string, preset: Preset | null): PresetForm {
  return { name, autostart: preset?.autostart ?? false, ...fieldsOf(preset) }
}

type Problems = FieldProblems & { readonly name?: string }

/**
 * What the form says, or what in it cannot be. What no field shows, such as how the token is handed
 * over, stays as it is in `before`.
 */
export function readForm(
  form: PresetForm,
  before: Preset | null,
):
  | { readonly ok: true; readonly preset: PresetEdit }
  | { readonly ok: false; readonly problems: Problems } {
  const read = readFields(form)
  const isNamed = /^[A-Za-z0-9][\w.-]{0,63}$/.test(form.name)
  const name = isNamed ? {} : { name: 'A name has letters, digits and . _ - only.' }
  if (!read.ok) return { ok: false, problems: { ...name, ...read.problems } }
  if (!isNamed) return { ok: false, problems: name }
  const { token, api_key_env: variable } = before ?? {}
  return {
    ok: true,
    preset: {
      ...read.values,
      autostart: form.autostart,
      ...(token === undefined ? {} : { token }),
      ...(variable === undefined ? {} : { api_key_env: variable }),
    },
  }
}
