import { join } from 'node:path'
import { variable } from '../../environment.ts'
import { filesIn } from '../files-in.ts'
import { spotsInText } from '../spots-in-text.ts'
import { findInFile } from '../token-file.ts'
import type { ForeignTool } from '../tool.ts'

const label = 'Shell profile'

/** What bash, POSIX shells, PAM and the display's start read, by their manuals. */
const inHome = [
  ...['.profile', '.bash_profile', '.bash_login', '.bashrc', '.bash_aliases', '.bash_logout'],
  ...['.pam_environment', '.xprofile', '.xsessionrc', '.xinitrc', '.envrc'],
]
/** zsh's own, where `ZDOTDIR` says. */
const ofZsh = ['.zshenv', '.zprofile', '.zshrc', '.zlogin']

/** Files that put variables into every shell or session of the user. */
export const shellProfile: ForeignTool = {
  id: 'shell-profile',
  label,
  find: async (_input, needs) => {
    const { home } = needs.paths
    const config = variable(needs.env, 'XDG_CONFIG_HOME') ?? join(home, '.config')
    const zsh = variable(needs.env, 'ZDOTDIR') ?? home
    const paths = [
      ...inHome.map((name) => join(home, name)),
      ...ofZsh.map((name) => join(zsh, name)),
      ...['fish/config.fish', 'fish/fish_variables'].map((name) => join(config, name)),
      ...(await filesIn(join(config, 'fish', 'conf.d'), /\.fish$/)),
      ...['nushell/env.nu', 'nushell/config.nu'].map((name) => join(config, name)),
      '/etc/environment',
    ]
    const found = paths.map(async (path) => findInFile({ label, path, parse: spotsInText }, needs))
    return (await Promise.all(found)).flat()
  },
}
