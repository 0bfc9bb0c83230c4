import { join } from 'node:path'
import { spotsInText } from '../spots-in-text.ts'
import { findInFile } from '../token-file.ts'
import type { ForeignTool } from '../tool.ts'

const label = 'LM Studio'

/** LM Studio's settings, which keep the tokens for search and download as they are (`hfDownloadToken`). */
export const lmStudio: ForeignTool = {
  id: 'lm-studio',
  label,
  find: async (_input, needs) => {
    const folders = ['.lmstudio', '.cache/lm-studio', '.config/LM Studio']
    const found = folders.map(async (folder) => {
      const path = join(needs.paths.home, folder, 'settings.json')
      return findInFile({ label, path, parse: spotsInText }, needs)
    })
    return (await Promise.all(found)).flat()
  },
}
