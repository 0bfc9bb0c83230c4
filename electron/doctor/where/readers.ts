import type { CopyPlace, CopyView } from '../../../shared/domain/where.ts'

/** Where a tool looks for its token. A copy that fits an earlier step counts before those of later ones. */
export interface Reader {
  readonly id: string
  readonly label: string
  readonly provider: 'huggingface' | 'ngc'
  readonly steps: readonly ((copy: Sighted) => boolean)[]
}

/** What a step sees of a copy. */
export type Sighted = Pick<CopyView, 'place' | 'where' | 'name' | 'account'> & {
  /** True for what lies in Hubkey's places under the active account. */
  readonly active: boolean
  /** True where the tool, as it is set up, does not look. */
  readonly dormant: boolean
}

const variable =
  (name: string) =>
  (copy: Sighted): boolean =>
    copy.place === 'environment' && copy.where === name
const lies =
  (place: CopyPlace) =>
  (copy: Sighted): boolean =>
    copy.place === place && !isRemark(copy)
const active =
  (place: 'keyring' | 'file') =>
  (copy: Sighted): boolean =>
    copy.place === place && copy.active
/** The token file holds the active one alone; a named section of `stored_tokens` is only kept. */
const hfActive = (copy: Sighted): boolean => copy.place === 'hf' && copy.name === null
const gitHelper = (copy: Sighted): boolean => copy.place === 'git'
const ngcCurrent = (copy: Sighted): boolean =>
  copy.place === 'ngc' && /[/\\]config$/.test(copy.where) && copy.name === '[CURRENT] apikey'
const dockerHelper = (copy: Sighted): boolean =>
  copy.place === 'docker' && copy.where.startsWith('docker-credential-')
const dockerFile = (copy: Sighted): boolean => copy.place === 'docker' && !dockerHelper(copy)

function isRemark({ name }: Sighted): boolean {
  return name?.endsWith('(in a comment)') === true
}

function named(place: CopyPlace, name: string) {
  return (copy: Sighted): boolean => copy.place === place && copy.name === name
}

const hf = 'huggingface' as const
const ngc = 'ngc' as const
const hfVariables = [variable('HF_TOKEN'), variable('HUGGING_FACE_HUB_TOKEN')]
const ownPlaces = [active('keyring'), active('file')]

/**
 * Who reads what, in each one's own order: huggingface_hub's `_auth.py`; git's `http.c` (curl's
 * `.netrc` before any helper) and `credential.c`; Docker's `config.json`; the NGC CLI's and the other
 * tools' documentation.
 */
export const readers: readonly Reader[] = [
  { id: 'hubkey', label: 'Hubkey', provider: hf, steps: [...hfVariables, ...ownPlaces, hfActive] },
  { id: 'hf', label: 'hf, transformers, vLLM', provider: hf, steps: [...hfVariables, hfActive] },
  { id: 'git', label: 'git at the Hub', provider: hf, steps: [lies('netrc'), gitHelper] },
  {
    id: 'llama.cpp',
    label: 'llama.cpp',
    provider: hf,
    steps: [variable('HF_TOKEN')],
  },
  {
    id: 'xr-ai',
    label: 'xr-ai',
    provider: hf,
    steps: [variable('HF_TOKEN'), named('xr-ai', 'HF_TOKEN')],
  },
  {
    id: 'halo-forge',
    label: 'Halo Forge',
    provider: hf,
    steps: [...hfVariables, lies('halo-forge')],
  },
  { id: 'lm-studio', label: 'LM Studio', provider: hf, steps: [lies('lm-studio')] },
  { id: 'jan', label: 'Jan', provider: hf, steps: [lies('jan')] },
  { id: 'jupyter', label: 'Notebooks', provider: hf, steps: [lies('jupyter')] },
  { id: 'editor', label: 'Editors', provider: hf, steps: [lies('editor')] },
  {
    id: 'sessions',
    label: 'New shells and log-ins',
    provider: hf,
    steps: [lies('shell-profile'), lies('systemd')],
  },
  { id: 'projects', label: 'Projects with a .env file', provider: hf, steps: [lies('env-file')] },
  {
    id: 'hubkey-ngc',
    label: 'Hubkey',
    provider: ngc,
    steps: [...['NGC_API_KEY', 'NVIDIA_API_KEY', 'NGC_CLI_API_KEY'].map(variable), ...ownPlaces],
  },
  { id: 'docker', label: 'Docker at nvcr.io', provider: ngc, steps: [dockerHelper, dockerFile] },
  { id: 'ngc', label: 'NGC CLI', provider: ngc, steps: [variable('NGC_CLI_API_KEY'), ngcCurrent] },
  {
    id: 'xr-ai-ngc',
    label: 'xr-ai',
    provider: ngc,
    steps: [variable('NGC_API_KEY'), named('xr-ai', 'NGC_API_KEY')],
  },
  { id: 'jupyter-ngc', label: 'Notebooks', provider: ngc, steps: [lies('jupyter')] },
  { id: 'editor-ngc', label: 'Editors', provider: ngc, steps: [lies('editor')] },
  {
    id: 'sessions-ngc',
    label: 'New shells and log-ins',
    provider: ngc,
    steps: [lies('shell-profile'), lies('systemd')],
  },
  {
    id: 'projects-ngc',
    label: 'Projects with a .env file',
    provider: ngc,
    steps: [lies('env-file')],
  },
]
