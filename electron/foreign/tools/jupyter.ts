import { join } from 'node:path'
import { variable } from '../../environment.ts'
import { filesIn } from '../files-in.ts'
import { spotsInText } from '../spots-in-text.ts'
import { findInFile } from '../token-file.ts'
import type { ForeignTool } from '../tool.ts'

const label = 'Jupyter'

/**
 * Settings of notebooks: Jupyter's configuration, the environment of its kernels, IPython's start-up
 * files and Jupyter AI's keys. The notebooks themselves are for `hubkey scan`.
 */
export const jupyter: ForeignTool = {
  id: 'jupyter',
  label,
  find: async (_input, needs) => {
    const { home } = needs.paths
    const config = variable(needs.env, 'JUPYTER_CONFIG_DIR') ?? join(home, '.jupyter')
    const share = variable(needs.env, 'XDG_DATA_HOME') ?? join(home, '.local', 'share')
    const data = variable(needs.env, 'JUPYTER_DATA_DIR') ?? join(share, 'jupyter')
    const ipython = variable(needs.env, 'IPYTHONDIR') ?? join(home, '.ipython')
    const profiles = await filesIn(ipython, /^profile_/)
    const kernels = await filesIn(join(data, 'kernels'), /^[\w.-]+$/)
    const folders = [
      filesIn(config, /\.(?:py|json)$/),
      ...profiles.map(async (one) => filesIn(one, /_config\.py$/)),
      ...profiles.map(async (one) => filesIn(join(one, 'startup'), /\.i?py$/)),
    ]
    const paths = [
      ...(await Promise.all(folders)).flat(),
      ...kernels.map((kernel) => join(kernel, 'kernel.json')),
      join(data, 'jupyter_ai', 'config.json'),
    ]
    const found = paths.map(async (path) => findInFile({ label, path, parse: spotsInText }, needs))
    return (await Promise.all(found)).flat()
  },
}
