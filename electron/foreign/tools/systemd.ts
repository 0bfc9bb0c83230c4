import { isAbsolute, join } from 'node:path'
import { variable } from '../../environment.ts'
import { readBounded } from '../../files/read-bounded.ts'
import { filesIn } from '../files-in.ts'
import { spotsInText } from '../spots-in-text.ts'
import { findInFile } from '../token-file.ts'
import type { ForeignTool } from '../tool.ts'

const label = 'systemd'

/** The user's `environment.d`, units with their drop-ins, and the files that those name. */
export const systemd: ForeignTool = {
  id: 'systemd',
  label,
  find: async (_input, needs) => {
    const { home } = needs.paths
    const config = variable(needs.env, 'XDG_CONFIG_HOME') ?? join(home, '.config')
    const folder = join(config, 'systemd', 'user')
    const dropIns = await filesIn(folder, /\.service\.d$/)
    const units = [
      ...(await filesIn(folder, /\.service$/)),
      ...(await Promise.all(dropIns.map(async (one) => filesIn(one, /\.conf$/)))).flat(),
    ]
    const named = await Promise.all(units.map(async (unit) => environmentFiles(unit, home)))
    const paths = [
      ...(await filesIn(join(config, 'environment.d'), /\.conf$/)),
      ...units,
      ...named.flat(),
    ]
    const found = [...new Set(paths)].map(async (path) =>
      findInFile({ label, path, parse: spotsInText }, needs),
    )
    return (await Promise.all(found)).flat()
  },
}

/** `EnvironmentFile=-PATH`, `%h` being the home folder (systemd.exec(5), systemd.unit(5)). */
async function environmentFiles(unit: string, home: string): Promise<readonly string[]> {
  const file = await readBounded(unit, { maxBytes: 64 * 1024, trust: 'shared' }).catch(() => null)
  const lines = file?.text.match(/^EnvironmentFile=-?[^\s*?[]{1,4096}$/gm) ?? []
  return lines
    .map((line) => line.replace(/^EnvironmentFile=-?/, '').replaceAll('%h', home))
    .filter(isAbsolute)
    .slice(0, 20)
}
