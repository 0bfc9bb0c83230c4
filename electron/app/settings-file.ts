import { join } from 'node:path'
import { z } from 'zod'
import {
  mostEnvFolders,
  SettingsSchema,
  type Settings,
  type SettingsChange,
} from '../../shared/domain/settings.ts'
import { AppFailure } from '../../shared/errors.ts'
import { readJson, updateJson, type JsonFile, type JsonFileNeeds } from '../files/json-file.ts'
import type { Paths } from '../ports.ts'

interface SettingsNeeds extends JsonFileNeeds {
  readonly paths: Paths
}

const SettingsFileSchema = z.object({ version: z.literal(1), settings: SettingsSchema })
type SettingsFile = z.infer<typeof SettingsFileSchema>

function settingsFile({ config }: Paths): JsonFile<SettingsFile> {
  return {
    path: join(config, 'settings.json'),
    schema: SettingsFileSchema,
    version: 1,
    empty: { version: 1, settings: SettingsSchema.parse({}) },
    maxBytes: 256 * 1024,
  }
}

/** The user's choices, or the defaults when there are none or they cannot be read. Never throws. */
export async function loadSettings({ paths, log }: SettingsNeeds): Promise<Settings> {
  const file = settingsFile(paths)
  try {
    return (await readJson(file))?.value.settings ?? file.empty.settings
  } catch (cause) {
    log.warn(cause instanceof AppFailure ? cause.message : 'The settings could not be read.')
    return file.empty.settings
  }
}

/** Changes some settings and returns all. Throws `store-write-failed`. */
export async function changeSettings(
  change: SettingsChange,
  needs: SettingsNeeds,
): Promise<Settings> {
  return await update((before) => {
    const { theme = before.theme, oauthClientId = before.oauthClientId } = change
    return { ...before, theme, oauthClientId }
  }, needs)
}

/** Changes the list of folders with `.env` files and returns all settings. Throws `store-write-failed`. */
export async function changeEnvFolders(
  change: (folders: readonly string[]) => readonly string[],
  needs: SettingsNeeds,
): Promise<Settings> {
  return await update((before) => {
    return { ...before, envFolders: change(before.envFolders).slice(-mostEnvFolders) }
  }, needs)
}

async function update(
  change: (before: Settings) => Settings,
  needs: SettingsNeeds,
): Promise<Settings> {
  let settings = SettingsSchema.parse({})
  await updateJson(
    settingsFile(needs.paths),
    ({ settings: before }) => {
      settings = change(before)
      return { version: 1 as const, settings }
    },
    needs,
  )
  return settings
}
