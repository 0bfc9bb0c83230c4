import { join } from 'node:path'
import { z } from 'zod'
import { readJson, updateJson, type JsonFile } from '../../files/json-file.ts'
import type { SinkNeeds } from '../sink.ts'
import { changeDockerFile, helperOf, readDockerFile, type DockerConfig } from './docker-config.ts'
import { dockerFailure, greetHelper } from './docker-helper.ts'
import { installLauncher, removeLauncher } from './launcher.ts'
import { ownHelper, registryOf } from './registry.ts'

/** A launcher for Windows would be a program of its own kind, which nobody has made yet. */
export const canServeDocker = process.platform !== 'win32'

/** What stood in docker's configuration before us, by registry, so that it can stand there again. */
const NoteSchema = z.object({
  version: z.literal(1),
  registries: z.record(
    z.string().max(500),
    z.object({
      helper: z.string().max(500).nullable(),
      /** Whether there was a `credHelpers` at all. */
      hadHelpers: z.boolean(),
    }),
  ),
})
type Note = z.infer<typeof NoteSchema>

function noteFile({ paths }: SinkNeeds): JsonFile<Note> {
  return {
    path: join(paths.config, 'docker.json'),
    schema: NoteSchema,
    version: 1,
    empty: { version: 1, registries: {} },
    maxBytes: 64 * 1024,
  }
}

/** Whether docker asks Hubkey for the keys of NVIDIA's registry. Throws `store-unreadable`. */
export async function isDockerServed(needs: Pick<SinkNeeds, 'env' | 'paths'>): Promise<boolean> {
  const { config } = await readDockerFile(needs)
  return helperOf(config, registryOf(needs)) === ownHelper
}

/**
 * Makes docker ask Hubkey for the keys of NVIDIA's registry, and for nothing else: one entry of
 * `credHelpers`, and `docker-credential-hubkey` where docker finds it. Throws as a sink does.
 */
export async function serveDocker(
  { command }: { readonly command: readonly string[] },
  needs: SinkNeeds,
): Promise<void> {
  await installLauncher(command, needs)
  await greetHelper(ownHelper, needs)
  const registry = registryOf(needs)
  const { credHelpers } = (await readDockerFile(needs)).config
  const helper = credHelpers?.[registry] ?? null
  if (helper !== ownHelper) {
    const before = { helper, hadHelpers: credHelpers !== undefined }
    const add = ({ registries, ...note }: Note): Note => ({
      ...note,
      registries: { ...registries, [registry]: before },
    })
    await updateJson(noteFile(needs), add, needs)
  }
  await changeDockerFile(needs, (config) => ({
    ...config,
    credHelpers: { ...config.credHelpers, [registry]: ownHelper },
  }))
  if (await isDockerServed(needs)) return
  throw dockerFailure(`it does not ask Hubkey for ${registry}.`, 'Look at docker’s config.json')
}

/** Takes Hubkey out of docker's configuration and its launcher away. Throws as a sink does. */
export async function leaveDocker(needs: SinkNeeds): Promise<void> {
  const before = (await readJson(noteFile(needs)))?.value.registries ?? {}
  for (const registry of new Set([registryOf(needs), ...Object.keys(before)])) {
    const { helper = null, hadHelpers = true } = before[registry] ?? {}
    await changeDockerFile(needs, (config) => without(config, registry, { helper, hadHelpers }))
  }
  await removeLauncher(needs)
  if (Object.keys(before).length === 0) return
  await updateJson(noteFile(needs), (note) => ({ ...note, registries: {} }), needs)
}

function without(
  config: DockerConfig,
  registry: string,
  { helper, hadHelpers }: Note['registries'][string],
): DockerConfig {
  const { credHelpers, ...rest } = config
  // Somebody else's word since then stays theirs.
  if (credHelpers?.[registry] !== ownHelper) return config
  if (helper !== null) return { ...config, credHelpers: { ...credHelpers, [registry]: helper } }
  const others = Object.entries(credHelpers).filter(([name]) => name !== registry)
  if (others.length === 0 && !hadHelpers) return rest
  return { ...config, credHelpers: Object.fromEntries(others) }
}
