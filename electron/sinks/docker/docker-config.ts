import { join } from 'node:path'
import { z } from 'zod'
import { errors, fail } from '../../../shared/errors.ts'
import { variable } from '../../environment.ts'
import { withLock } from '../../files/lock.ts'
import { readBounded } from '../../files/read-bounded.ts'
import { writeAtomic } from '../../files/write-atomic.ts'
import type { SinkNeeds } from '../sink.ts'
import { ownHelper } from './registry.ts'

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
  /** Whether `<`, `>` and `&` are written as Go writes them, by number. */
  readonly escapes: boolean
}

/** Where docker's configuration lies. */
export function dockerConfigPath({ env, paths }: Pick<SinkNeeds, 'env' | 'paths'>): string {
  return join(variable(env, 'DOCKER_CONFIG') ?? join(paths.home, '.docker'), 'config.json')
}

/** Reads it; empty when there is none. Throws `store-unreadable` for what docker could not read, too. */
export async function readDockerFile({
  env,
  paths,
}: Pick<SinkNeeds, 'env' | 'paths'>): Promise<DockerFile> {
  const path = dockerConfigPath({ env, paths })
  const found = await readBounded(path, { maxBytes, trust: 'shared' })
  const text = found?.text ?? ''
  const shape = {
    path,
    mode: found?.mode,
    indent: /^\{\r?\n([ \t]+)"/.exec(text)?.[1] ?? (/^\{[^\n]/.test(text) ? '' : '\t'),
    end: text.endsWith('\n') ? '\n' : '',
    escapes: /\\u00(?:26|3c|3e)/.test(text),
  }
  return { ...shape, config: text.trim() === '' ? {} : parse(path, text) }
}

/** Changes the configuration, or leaves it when nothing is different. Docker takes no lock; two of us must not meet, at least. */
export async function changeDockerFile(
  needs: SinkNeeds,
  change: (config: DockerConfig) => DockerConfig,
): Promise<void> {
  await withLock(`${needs.paths.config}/docker.lock`, async () => {
    const file = await readDockerFile(needs)
    const text = textOf(file, change(file.config))
    if (text !== textOf(file, file.config)) await writeAtomic(file.path, text, 'shared')
  })
}

function textOf(file: DockerFile, config: DockerConfig): string {
  const text = JSON.stringify(config, null, file.indent)
  const byNumber = (character: string): string =>
    `\\u00${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  return `${file.escapes ? text.replace(/[<>&]/g, byNumber) : text}${file.end}`
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

/** The names under which docker may have filed a registry. */
export function namesOf(registry: string): readonly string[] {
  return [registry, `https://${registry}`, `https://${registry}/v1/`, `https://${registry}/v2/`]
}

/** The program that docker asks for a registry's credentials, or null when it looks into the file itself. */
export function helperOf(config: DockerConfig, registry: string): string | null {
  const own = config.credHelpers?.[registry]
  const name = own === undefined || own === '' ? config.credsStore : own
  return name === undefined || name === '' ? null : name
}

/** Every program that may keep a copy: docker asks one, but an older one still has what it was told. Never our own. */
export function helpersIn(config: DockerConfig, registry: string): readonly string[] {
  const named = [
    helperOf(config, registry),
    config.credsStore ?? '',
    config.credHelpers?.[registry],
  ]
  const names = named.flatMap((name) => (name === null || !name ? [] : [name]))
  return [...new Set(names)].filter((name) => name !== ownHelper)
}
