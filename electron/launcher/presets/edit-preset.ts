import { Document, isMap } from 'yaml'
import { PresetSchema, type Preset, type PresetEdit } from '../../../shared/domain/preset.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { replaceShared } from '../../files/edit-shared.ts'
import { withLock } from '../../files/lock.ts'
import { writeAtomic } from '../../files/write-atomic.ts'
import { refuseSettings } from '../refuse-settings.ts'
import { presetsPath, readPresets, type PresetFile, type PresetNeeds } from './preset-file.ts'
import { presetRequest } from './preset-request.ts'

/** What stands above the entries of a new file. */
const heading =
  ' Launch presets of Hubkey, one per name. Reloaded when this file changes.\n Try: hubkey presets check'

/** An edit, and the entry's revision that it began with; null for a new entry. */
export interface PresetChange {
  readonly name: string
  readonly base: string | null
  readonly preset: PresetEdit
}

/**
 * Changes one entry of `models.yaml` and leaves everything else as it was written, comments too.
 * Throws `preset-conflict` when the entry is not what the edit began with, `preset-invalid` when the
 * file has to be mended by hand first, and as `refuseSettings` and `replaceShared` do.
 */
export async function savePreset(
  { name, base, preset }: PresetChange,
  needs: PresetNeeds,
): Promise<void> {
  await change(needs, (file) => {
    const before = entryOf(file, name, base)
    const after = PresetSchema.parse({ ...handWritten(before), ...preset })
    refuseSettings(presetRequest(name, after), needs.redactor)
    if (after.engine === 'custom' && after.command === undefined) {
      throw fail(errors.presetNeedsCommand(file.view.path))
    }
    const { document } = file
    if (!isMap(document.contents)) document.contents = document.createNode({})
    for (const [key, value] of Object.entries(after)) {
      const isSame = JSON.stringify(value) === JSON.stringify(before?.[key as keyof Preset])
      if (isSame) continue
      if (isDefault(key, value) && before === null) continue
      if (isDefault(key, value)) document.deleteIn([name, key])
      else document.setIn([name, key], value)
    }
    for (const key of Object.keys(before ?? {})) {
      if (!(key in after)) document.deleteIn([name, key])
    }
  })
}

/** Takes one entry out. Throws as `savePreset` does. */
export async function removePreset(
  { name, base }: Pick<PresetChange, 'name' | 'base'>,
  needs: PresetNeeds,
): Promise<void> {
  await change(needs, (file) => {
    entryOf(file, name, base)
    file.document.deleteIn([name])
  })
}

/** Makes the file, with nothing but its heading, if there is none. */
export async function ensurePresets(needs: PresetNeeds): Promise<string> {
  const { file, view, isWhole } = await readPresets(needs)
  if (file === null && isWhole) await writeAtomic(view.path, textOf(new Document({})))
  return view.path
}

async function change(needs: PresetNeeds, edit: (file: PresetFile) => void): Promise<void> {
  const path = presetsPath(needs.paths)
  await withLock(`${path}.lock`, async () => {
    const found = await readPresets(needs)
    if (!found.isWhole) {
      const [problem] = found.view.problems
      throw fail(errors.presetInvalid(path, problem ?? { line: 1, column: 1, message: '' }))
    }
    const isNew = found.file === null
    edit(found)
    const text = textOf(found.document, isNew)
    if (found.file === null) await writeAtomic(path, text)
    else await replaceShared(found.file, text)
  })
}

function textOf(document: Document, isNew = true): string {
  if (isNew) document.commentBefore = heading
  // An empty map would be written as `{}`, below which nobody can go on by hand.
  if (isMap(document.contents) && document.contents.items.length === 0) document.contents = null
  return document.toString({ lineWidth: 0, nullStr: '', flowCollectionPadding: false })
}

/** The entry as it is now, when the edit may have it. */
function entryOf({ view, document }: PresetFile, name: string, base: string | null): Preset | null {
  const now = view.presets.find((one) => one.name === name)
  // One that cannot be used is there all the same.
  const isThere = now !== undefined || document.hasIn([name])
  if (base === null && isThere) throw fail(errors.presetExists(name))
  if (base !== null && now?.revision !== base) throw fail(errors.presetConflict(name))
  if (now !== undefined && document.hasIn([name, 'kind'])) throw fail(errors.presetOfXrAi(name))
  return now?.preset ?? null
}

/** What no window changes. */
function handWritten(preset: Preset | null): Partial<Preset> {
  const { command, ready } = preset ?? {}
  return {
    ...(command === undefined ? {} : { command }),
    ...(ready === undefined ? {} : { ready }),
  }
}

const defaults: Readonly<Record<string, unknown>> = PresetSchema.parse({ model: 'x/y' })

/** What need not be written down, except for the engine, which people look for. */
function isDefault(key: string, value: unknown): boolean {
  if (key === 'engine' || key === 'model') return false
  return JSON.stringify(defaults[key]) === JSON.stringify(value)
}
