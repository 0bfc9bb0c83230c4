import { join } from 'node:path'
import { variable } from '../../environment.ts'
import { filesIn } from '../files-in.ts'
import { spotsInText } from '../spots-in-text.ts'
import { findInFile } from '../token-file.ts'
import type { ForeignTool } from '../tool.ts'

const label = 'Editor settings'

/** Editors that keep VS Code's `User/settings.json`, by the folder of their configuration. */
const likeCode = ['Code', 'Code - Insiders', 'Code - OSS', 'VSCodium', 'Cursor', 'Windsurf']

/**
 * Editors whose terminals and extensions are given tokens by their settings: VS Code
 * (`terminal.integrated.env.*`, extensions' keys) and what is made of it, Zed, JetBrains'
 * (`options/*.xml`) and Continue.
 */
export const editor: ForeignTool = {
  id: 'editor',
  label,
  find: async (_input, needs) => {
    const { home } = needs.paths
    const config =
      process.platform === 'darwin'
        ? join(home, 'Library', 'Application Support')
        : (variable(needs.env, 'APPDATA') ??
          variable(needs.env, 'XDG_CONFIG_HOME') ??
          join(home, '.config'))
    const products = await filesIn(join(config, 'JetBrains'), /^[A-Za-z]+[\d.]+$/)
    const options = products.map(async (product) => filesIn(join(product, 'options'), /\.xml$/))
    const paths = [
      ...likeCode.map((name) => join(config, name, 'User', 'settings.json')),
      join(home, '.vscode-server', 'data', 'Machine', 'settings.json'),
      join(home, '.config', 'zed', 'settings.json'),
      ...['config.json', 'config.yaml', '.env'].map((name) => join(home, '.continue', name)),
      ...(await Promise.all(options)).flat(),
    ]
    const found = paths.map(async (path) => findInFile({ label, path, parse: spotsInText }, needs))
    return (await Promise.all(found)).flat()
  },
}
