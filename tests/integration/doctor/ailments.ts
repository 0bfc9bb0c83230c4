/** What the doctor is to find, and what it is to leave alone; each row is one home and one session. */

export type Env = Readonly<Record<string, string>>

/** What a row can only know once it runs. */
export interface Surroundings {
  /** Address of a Hub whose clock is right. */
  readonly hub: string
  /** A session's bus on which nobody keeps secrets, and none is started. */
  readonly bareBus: Env
}

/** What a row changes of a home in which all is well. */
export interface Ailment {
  readonly gitconfig?: string
  readonly env?: Env | ((surroundings: Surroundings) => Env)
  /** Programs of its own by name, each a script. */
  readonly programs?: Env
  /** Only git and what stands here is to be had. */
  readonly onlyGit?: boolean
  readonly minutesAhead?: number
}

/** All that git-lfs sets when it is set up. */
export const lfs = '[filter "lfs"]\n\tclean = a\n\tsmudge = b\n\tprocess = c\n\trequired = true\n'
/** git's setting of one credential helper. */
export const helper = (line: string): string => `[credential]\n\thelper = ${line}\n`
/** Git Credential Manager, as far as it is looked at: a program of that name. */
export const gcm = { 'git-credential-manager': 'exit 0' }

const noBus = { DBUS_SESSION_BUS_ADDRESS: '', XDG_RUNTIME_DIR: '' }
const onBare = (more: Env): Ailment => ({ env: ({ bareBus }) => ({ ...bareBus, ...more }) })
const hfOf = (version: string): Ailment => ({ programs: { hf: `echo '${version}'` } })

/** Nothing is wrong here. */
export const well: readonly (readonly [name: string, Ailment])[] = [
  ['a home in which all is well', {}],
  [
    'GCM with a store in git’s settings',
    { gitconfig: `${helper('manager')}\tcredentialStore = gpg\n${lfs}`, programs: gcm },
  ],
  [
    'GCM with a store in the environment',
    { gitconfig: helper('manager') + lfs, programs: gcm, env: { GCM_CREDENTIAL_STORE: 'cache' } },
  ],
  ['a helper by its path', { gitconfig: helper('/bin/true') + lfs }],
  ['a helper that is a line for the shell', { gitconfig: helper('!nobody-knows') + lfs }],
  ['an askpass variable beside a helper', { env: { GIT_ASKPASS: '/usr/bin/ksshaskpass' } }],
  [
    'useHttpPath for another host',
    {
      gitconfig: `${helper('store')}[credential "https://dev.azure.com"]\n\tuseHttpPath = true\n${lfs}`,
    },
  ],
  ['an hf of now', hfOf('1.2.0')],
  ['an hf that says something else', hfOf('no such command')],
  ['a keyring that was switched off', { env: { ...noBus, HUBKEY_KEYRING: 'off' } }],
]

/** One thing is wrong: its id, how grave it is, and words of its sentence, reason, fix or advice in that order. */
export const ill: readonly (readonly [
  name: string,
  Ailment,
  id: string,
  severity: string,
  words: RegExp,
])[] = [
  [
    'GCM without a store',
    { gitconfig: helper('manager') + lfs, programs: gcm },
    'gcm-store-missing',
    'error',
    /credentialStore to secretservice/,
  ],
  [
    'GCM by its older name',
    { gitconfig: helper('/usr/bin/git-credential-manager-core') + lfs, programs: gcm },
    'git-helper-broken:/usr/bin/git-credential-manager-core',
    'error',
    /Install/,
  ],
  [
    'no helper',
    { gitconfig: lfs },
    'git-helper-missing',
    'warning',
    /asks for a password.*hubkey sinks --on git --as helper/,
  ],
  [
    'a helper that was emptied',
    { gitconfig: `${helper('store')}\thelper =\n${lfs}` },
    'git-helper-missing',
    'warning',
    /asks for a password/,
  ],
  [
    'no helper, and GIT_ASKPASS',
    { gitconfig: lfs, env: { GIT_ASKPASS: '/usr/bin/ksshaskpass' } },
    'git-helper-missing',
    'warning',
    /GIT_ASKPASS makes git ask in a window/,
  ],
  [
    'no helper, and SSH_ASKPASS',
    { gitconfig: lfs, env: { SSH_ASKPASS: '/usr/bin/ksshaskpass' } },
    'git-helper-missing',
    'warning',
    /SSH_ASKPASS makes git ask/,
  ],
  [
    'no helper, and core.askPass',
    { gitconfig: `[core]\n\taskPass = /x\n${lfs}` },
    'git-helper-missing',
    'warning',
    /core\.askPass makes git ask/,
  ],
  [
    'a helper that is not installed',
    { gitconfig: helper('nowhere') + lfs },
    'git-helper-broken:git-credential-nowhere',
    'error',
    /Install git-credential-nowhere, or take it out/,
  ],
  [
    'a helper whose path is gone',
    { gitconfig: helper('/opt/gone/helper --x') + lfs },
    'git-helper-broken:/opt/gone/helper',
    'error',
    /not there: \/opt\/gone\/helper/,
  ],
  [
    'our own helper, moved away',
    { gitconfig: helper(`"!HUBKEY_HELPER=git '/gone/node' '/gone/cli.cjs' git-credential"`) + lfs },
    'git-helper-broken:hubkey',
    'error',
    /--as helper/,
  ],
  [
    'useHttpPath for all',
    { gitconfig: `${helper('store')}\tuseHttpPath = true\n${lfs}` },
    'git-http-path',
    'warning',
    /credential\.https:\/\/huggingface\.co\.useHttpPath to false/,
  ],
  [
    'git-lfs not set up',
    { gitconfig: helper('store') },
    'git-lfs-not-set-up',
    'warning',
    /git lfs install --skip-repo/,
  ],
  [
    'git-lfs not there',
    { gitconfig: helper('store'), onlyGit: true },
    'git-lfs-missing',
    'warning',
    /Install git-lfs/,
  ],
  ['no bus', { env: noBus }, 'keyring-absent', 'warning', /no session bus.*dbus-run-session/],
  [
    'no bus where a keyring is required',
    { env: { ...noBus, HUBKEY_KEYRING: 'required' } },
    'keyring-absent',
    'error',
    /no session bus/,
  ],
  [
    'no keyring under Niri',
    onBare({ NIRI_SOCKET: '/x' }),
    'keyring-absent',
    'warning',
    /does not hand its environment.*dbus-update-activation-environment/,
  ],
  [
    'no keyring under sway',
    onBare({ SWAYSOCK: '/x' }),
    'keyring-absent',
    'warning',
    /does not hand its environment/,
  ],
  [
    'no keyring under Hyprland',
    onBare({ XDG_CURRENT_DESKTOP: 'Hyprland' }),
    'keyring-absent',
    'warning',
    /does not hand its environment/,
  ],
  [
    'no keyring on a desktop',
    onBare({ XDG_CURRENT_DESKTOP: 'XFCE' }),
    'keyring-absent',
    'warning',
    /Install and start gnome-keyring/,
  ],
  [
    'no tray on GNOME',
    { env: { DISPLAY: ':0' } },
    'tray-missing',
    'info',
    /extension AppIndicator/,
  ],
  [
    'no tray elsewhere',
    { env: { WAYLAND_DISPLAY: 'w', XDG_CURRENT_DESKTOP: 'niri' } },
    'tray-missing',
    'info',
    /waybar/,
  ],
  [
    'an hf from before hf',
    hfOf('huggingface_hub version: 0.25.2'),
    'hf-old',
    'info',
    /version 0\.25\.2/,
  ],
  [
    'only huggingface-cli',
    { programs: { 'huggingface-cli': 'echo huggingface_hub version: 0.33.0' } },
    'hf-old',
    'info',
    /version 0\.33\.0/,
  ],
  [
    'a SOCKS proxy',
    { env: { HTTPS_PROXY: 'socks5://x' } },
    'proxy-unusable',
    'error',
    /SOCKS proxy/,
  ],
  [
    'a mirror',
    { env: { HF_ENDPOINT: 'https://mirror.invalid' } },
    'mirror-not-trusted',
    'warning',
    /mirror\.invalid.*trust-endpoint/,
  ],
  [
    'a clock that is ahead',
    { minutesAhead: 9, env: ({ hub }) => ({ HF_HUB_OFFLINE: '', HF_ENDPOINT: hub }) },
    'clock-wrong',
    'error',
    /9 minutes ahead.*timedatectl/,
  ],
]
