import { join } from 'node:path'
import { z } from 'zod'
import { errors, fail } from '../../../shared/errors.ts'
import { variable } from '../../environment.ts'
import { readBounded } from '../../files/read-bounded.ts'
import type { SinkNeeds } from '../sink.ts'

/** A configuration with many registries is a few kilobytes. */
const maxBytes = 1024 * 1024

/** What of `config.json` is ours to know; everything else is kept as it is. */
const ConfigSchema = z.looseObject({
  auths: z.record(z.string(), z.looseObject({ auth: z.string().optional() })).optional(),
  credsStore: z.string().optional(),
  credHelpers: z.record(z.string(), z.string()).optional(),
})
export type DockerConfig = z.infer<typeof ConfigSchema>

/** Docker's configuration as it lies there. */
export interface DockerFile {
  readonly path: string
  readonly config: DockerConfig
  readonly mode: string | undefined
  /** What each level is set off by; docker itself writes a tab. */
  readonly indent: string
  /** Whether the text ends with a line end; docker's own does not. */
  readonly end: string
}

/** Reads it; empty when there is none. Throws `store-unreadable` for what docker could not read, too. */
export async function readDockerFile({ env, paths }: SinkNeeds): Promise<DockerFile> {
  const folder = variable(env, 'DOCKER_CONFIG') ?? join(paths.home, '.docker')
  const path = join(folder, 'config.json')
  const found = await readBounded(path, { maxBytes, trust: 'shared' })
  const text = found?.text ?? ''
  const shape = {
    path,
    mode: found?.mode,
    indent: /^\{\r?\n([ \t]+)"/.exec(text)?.[1] ?? (/^\{[^\n]/.test(text) ? '' : '\t'),
    end: text.endsWith('\n') ? '\n' : '',
  }
  return { ...shape, config: text.trim() === '' ? {} : parse(path, text) }
}

/** The text of the file with another configuration. */
export function textOf(file: DockerFile, config: DockerConfig): string {
  return `${JSON.stringify(config, null, file.indent)}${file.end}`
}

/** Looked at by the schema, but returned as it lies there: the schema would put keys in another order. */
function parse(path: string, text: string): DockerConfig {
  try {
    const config: unknown = JSON.parse(text)
    ConfigSchema.parse(config)
    return config as DockerConfig
  } catch {
    throw fail(errors.storeUnreadable(path, null))
  }
}

/** The registry that keys of NVIDIA open: `HUBKEY_NVCR`, else nvcr.io. */
export function registryOf({ env }: Pick<SinkNeeds, 'env'>): string {
  const wished = variable(env, 'HUBKEY_NVCR')
    ?.replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '')
  return wished === undefined || wished === '' ? 'nvcr.io' : wished
}

/** The names under which docker may have filed a registry. */
export function namesOf(registry: string): readonly string[] {
  return [registry, `https://${registry}`, `https://${registry}/v1/`, `https://${registry}/v2/`]
}

/** The program that keeps a registry's credentials, or null when the file itself does. */
export function helperOf(config: DockerConfig, registry: string): string | null {
  const own = config.credHelpers?.[registry]
  const name = own === undefined || own === '' ? config.credsStore : own
  return name === undefined || name === '' ? null : name
}

/** Every program that may keep a copy: docker asks one, but an older one still has what it was told. */
export function helpersIn(config: DockerConfig, registry: string): readonly string[] {
  const named = [
    helperOf(config, registry),
    config.credsStore ?? '',
    config.credHelpers?.[registry],
  ]
  return [...new Set(named.flatMap((name) => (name === null || !name ? [] : [name])))]
}
