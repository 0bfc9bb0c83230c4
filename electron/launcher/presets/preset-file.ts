import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { isMap, isScalar, LineCounter, parseDocument, type Document, type Node } from 'yaml'
import {
  PresetNameSchema,
  type Preset,
  type PresetProblem,
  type PresetsView,
  type PresetView,
} from '../../../shared/domain/preset.ts'
import { AppFailure, errors, fail } from '../../../shared/errors.ts'
import { readShared, type SharedFile } from '../../files/edit-shared.ts'
import type { Paths } from '../../ports.ts'
import type { Redactor } from '../../redaction/redactor.ts'
import { refuseSettings } from '../refuse-settings.ts'
import { presetRequest } from './preset-request.ts'
import { readEntry } from './read-entry.ts'

export interface PresetNeeds {
  readonly paths: Pick<Paths, 'config'>
  readonly redactor: Redactor
}

const mostBytes = 256 * 1024
const mostPresets = 200
const mostProblems = 50

/** `models.yaml`, which people write by hand and Hubkey changes entry by entry. */
export function presetsPath({ config }: Pick<Paths, 'config'>): string {
  return join(config, 'models.yaml')
}

/** The file as it was read: what it means, and what is needed to change it without a loss. */
export interface PresetFile {
  /** Null when there is none. */
  readonly file: SharedFile | null
  readonly document: Document
  readonly view: PresetsView
  /** False when its text is no YAML at all, so that nothing may be written into it. */
  readonly isWhole: boolean
}

/**
 * Reads the presets. An entry that cannot be used is left out and told of, with line and column; the
 * others go on. A file that cannot be read at all is a problem of its first line. Never throws.
 */
export async function readPresets(needs: PresetNeeds): Promise<PresetFile> {
  const path = presetsPath(needs.paths)
  try {
    const file = await readShared(path, mostBytes)
    return parsePresets(file, path, needs.redactor)
  } catch (cause) {
    const message = cause instanceof AppFailure ? cause.error.message : 'It cannot be read.'
    const problems = [{ line: 1, column: 1, preset: null, message }]
    const view = { path, presets: [], problems }
    return { file: null, document: parseDocument(''), view, isWhole: false }
  }
}

/** The preset of this name. Throws `preset-missing`, and `preset-invalid` with the place of the mistake. */
export function choosePreset(name: string, { path, presets, problems }: PresetsView): PresetView {
  const found = presets.find((one) => one.name === name)
  if (found !== undefined) return found
  const problem = problems.find(({ preset }) => preset === null || preset === name)
  if (problem !== undefined) throw fail(errors.presetInvalid(path, problem))
  throw fail(errors.presetMissing(name))
}

function parsePresets(file: SharedFile | null, path: string, redactor: Redactor): PresetFile {
  const lines = new LineCounter()
  const text = file?.text ?? ''
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: true } as const
  const document = parseDocument(text, options)
  const problems: PresetProblem[] = []
  const tell = (offset: number, preset: string | null, message: string): void => {
    const { line, col } = lines.linePos(offset)
    // Whoever put a token into the file is not told on by its problem.
    const safe = redactor.redact(message).slice(0, 500)
    problems.push({ line: Math.max(line, 1), column: Math.max(col, 1), preset, message: safe })
  }
  for (const { pos, message } of document.errors) tell(pos[0], null, `${message.split('\n')[0]}.`)
  if (document.errors.length > 0)
    return { file, document, isWhole: false, view: view([], problems, path) }
  const { contents } = document
  if (contents === null) return { file, document, isWhole: true, view: view([], [], path) }
  if (!isMap(contents)) {
    tell(offsetOf(contents), null, 'The file lists presets by name: “name:” and its keys below.')
    return { file, document, isWhole: false, view: view([], problems, path) }
  }
  const presets: PresetView[] = []
  for (const { key, value } of contents.items) {
    const name = isScalar(key) ? String(key.value) : ''
    const at = offsetOf(key)
    if (!PresetNameSchema.safeParse(name).success) {
      tell(at, name.slice(0, 200), 'A preset’s name has letters, digits and . _ - only.')
      continue
    }
    const { preset, mistakes } = readEntry((value as Node | null)?.toJS(document) as unknown)
    for (const { path: place, message } of mistakes) {
      tell(placeOf(document, name, place) ?? at, name, message)
    }
    if (preset === null) continue
    const refusal = refusalOf(name, preset, redactor)
    if (refusal !== null) tell(at, name, refusal)
    else presets.push({ name, preset, revision: revisionOf(preset) })
  }
  return { file, document, isWhole: true, view: view(presets, problems, path) }
}

function view(presets: PresetView[], problems: PresetProblem[], path: string): PresetsView {
  return { path, presets: presets.slice(0, mostPresets), problems: problems.slice(0, mostProblems) }
}

function refusalOf(name: string, preset: Preset, redactor: Redactor): string | null {
  try {
    refuseSettings(presetRequest(name, preset), redactor)
    return null
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause
    const { message, action } = cause.error
    return action === null ? message : `${message} ${action.label}.`
  }
}

/** Where a key stands, or its value; the nearest thing above when it is not there. */
function placeOf(document: Document, name: string, path: readonly PropertyKey[]): number | null {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = document.getIn([name, ...path.slice(0, length - 1)], true)
    const last = path[length - 1]
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => isScalar(key) && key.value === last)
      if (pair !== undefined) return offsetOf(pair.key)
    }
    const node = document.getIn([name, ...path.slice(0, length)], true)
    if (node !== undefined) return offsetOf(node)
  }
  return null
}

function offsetOf(node: unknown): number {
  return (node as Partial<Node> | null)?.range?.[0] ?? 0
}

/** Tells whether an entry is still what it was. */
export function revisionOf(preset: Preset): string {
  return createHash('sha256').update(JSON.stringify(preset)).digest('hex').slice(0, 16)
}
