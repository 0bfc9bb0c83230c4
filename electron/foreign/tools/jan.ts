import { join } from 'node:path'
import { z } from 'zod'
import { variable } from '../../environment.ts'
import { readBounded } from '../../files/read-bounded.ts'
import { filesIn } from '../files-in.ts'
import { parseJson } from '../parse-json.ts'
import { spotsInText } from '../spots-in-text.ts'
import { findInFile, type Spot } from '../token-file.ts'
import type { ForeignNeeds, ForeignTool } from '../tool.ts'

const label = 'Jan'
const SettingsSchema = z.object({ data_folder: z.string().max(4096) })

/**
 * Jan: the settings of its extensions and of its engine in the data folder, and, since it became a
 * Tauri app, the storage of its web view.
 */
export const jan: ForeignTool = {
  id: 'jan',
  label,
  find: async (_input, needs) => {
    const { home } = needs.paths
    const folders = await dataFolders(needs)
    const extensions = folders.map(async (folder) =>
      filesIn(join(folder, 'settings', '@janhq'), /./),
    )
    const texts = [
      ...(await Promise.all(extensions)).flat().map((one) => join(one, 'settings.json')),
      ...folders.flatMap((folder) => ['.janrc', '.cortexrc'].map((name) => join(folder, name))),
      ...['.janrc', '.cortexrc'].map((name) => join(home, name)),
    ]
    const share = variable(needs.env, 'XDG_DATA_HOME') ?? join(home, '.local', 'share')
    const storage = await filesIn(join(share, 'jan.ai.app', 'localstorage'), /\.localstorage$/)
    const found = [
      ...texts.map(async (path) => findInFile({ label, path, parse: spotsInText }, needs)),
      ...storage.map(async (path) =>
        findInFile({ label, path, parse: spotsInStorage, binary: true }, needs),
      ),
    ]
    return (await Promise.all(found)).flat()
  },
}

/** Where Jan's data is: the usual places, and the one that its settings name. */
async function dataFolders({ env, paths: { home } }: ForeignNeeds): Promise<readonly string[]> {
  const config = join(variable(env, 'XDG_CONFIG_HOME') ?? join(home, '.config'), 'Jan')
  const usual = [join(home, 'jan'), join(config, 'data')]
  const path = join(config, 'settings.json')
  const file = await readBounded(path, { maxBytes: 64 * 1024, trust: 'shared' }).catch(() => null)
  const named = SettingsSchema.safeParse(file === null ? undefined : parseJson(file.text))
  const more = named.success ? [named.data.data_folder] : []
  return [...new Set([...usual, ...more])]
}

/** SQLite with values in UTF-16: every second byte of a token is zero. */
function spotsInStorage(text: string): readonly Spot[] {
  const notRemovable = 'Jan keeps it in a database of its own; take it out in Jan’s settings.'
  const plain = text.replace(/([\x20-\x7e])\0/g, '$1').replaceAll('\0', '\n')
  return spotsInText(plain).map((spot) => ({ ...spot, notRemovable }))
}
