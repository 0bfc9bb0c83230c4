import type { DoctorFinding } from '../../../shared/domain/doctor.ts'
import type { CopyView } from '../../../shared/domain/where.ts'
import type { Channel } from '../../../shared/ipc/channels.ts'
import type { Input, Output } from '../../../shared/ipc/contract.ts'

type WhereChannel = Extract<Channel, `where.${string}` | `doctor.${string}`>

const copy: CopyView = {
  id: 'netrc-0011aabb',
  place: 'netrc',
  label: '.netrc',
  provider: 'huggingface',
  where: '/home/ada/.netrc',
  name: 'ada@huggingface.co',
  fingerprint: '0011aabb',
  standing: 'stale',
  account: 'work',
  username: 'ada',
  mode: '0644',
  wide: true,
  setBy: ['/home/ada/.profile'],
  readBy: ['git'],
  wins: ['git'],
  importable: true,
  notClearable: 'It cannot.',
  clearable: false,
  tightenable: true,
  inFile: true,
}
const finding: DoctorFinding = {
  id: 'mode:/home/ada/.netrc',
  severity: 'warning',
  sentence: 'It holds a secret.',
  reason: 'Others may read it.',
  fix: 'Set it to 0600.',
  advice: 'Look at it.',
}
const error = { code: 'x', message: 'y', action: null }
const visit = { findings: [finding], fixed: [{ ...finding, problem: 'It did not work.' }] }

/** One valid input for each channel about where tokens lie. */
export const whereInputs: { readonly [C in WhereChannel]: Input<C> } = {
  'where.look': { verify: true },
  'where.pick-folder': undefined,
  'where.forget-folder': { folder: '/home/ada/projects' },
  'where.clear': { copy: copy.id },
  'where.tighten': { copy: copy.id },
  'where.show-file': { copy: copy.id },
  'doctor.visit': undefined,
  'doctor.fix': { agreed: [{ finding: finding.id, fix: 'Set it to 0600.' }] },
  'doctor.copy-report': undefined,
}

/** One valid output for each, as rich as its schema allows. */
export const whereOutputs: { readonly [C in WhereChannel]: Output<C> } = {
  'where.look': {
    copies: [copy],
    readers: [
      {
        id: 'git',
        label: 'git at the Hub',
        provider: 'huggingface',
        copies: [copy.id],
        uses: copy.id,
        asksHubkey: true,
      },
    ],
    ollamaKey: { path: '/home/ada/.ollama/id_ed25519', mode: '0644', wide: true },
    problems: [{ tool: 'git', label: 'git', where: 'helper', name: null, error }],
    storeProblem: error,
  },
  'where.pick-folder': { picked: true },
  'where.forget-folder': undefined,
  'where.clear': copy,
  'where.tighten': copy,
  'where.show-file': undefined,
  'doctor.visit': visit,
  'doctor.fix': visit,
  'doctor.copy-report': { report: 'Hubkey 0.1.0' },
}
