import { access } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { switchSink } from '../../credentials/change-sink.ts'
import { variable } from '../../environment.ts'
import { findProgram } from '../../files/find-program.ts'
import { isOwnHelper, readHelpers } from '../../sinks/git/credential-helpers.ts'
import { hubHost, runGitIfThere } from '../../sinks/git/git.ts'
import { isGitLfsSetUp, setUpGitLfs } from '../../sinks/git/lfs.ts'
import { lookByHost } from '../../sinks/git/settings.ts'
import type { DoctorNeeds } from '../needs.ts'
import type { Check, Diagnosis } from './check.ts'

/** How git comes by the Hub's token: helpers that are missing, broken or without a store; git-lfs. */
export const checkGit: Check = async ({ look, needs }) => {
  const holdsToken = look.copies.some(
    ({ view: { place, provider } }) =>
      provider === 'huggingface' && (place === 'keyring' || place === 'file'),
  )
  // Without git, or without a token for it, there is nothing that git could do better.
  if (!holdsToken || (await setting('user.name', needs)) === null) return []
  const { asked } = await readHelpers(hubHost(needs), needs).catch(() => ({ asked: null }))
  if (asked === null) return []
  const found = await Promise.all([
    aboutNone(asked, needs),
    ...asked.map(async (helper) => aboutBroken(helper, needs)),
    aboutManager(asked, needs),
    aboutPaths(needs),
    aboutLfs(needs),
  ])
  return found.flat()
}

const askHubkey = (needs: DoctorNeeds): NonNullable<Diagnosis['fix']> => ({
  says: 'Have git ask Hubkey for the Hub’s token: hubkey sinks --on git --as helper.',
  run: async () =>
    switchSink({ provider: 'huggingface', sink: 'git', on: true, way: 'helper' }, needs),
})

async function aboutNone(asked: readonly string[], needs: DoctorNeeds): Promise<Diagnosis[]> {
  if (asked.length > 0) return []
  const configured = await setting('core.askPass', needs)
  const asking = ['GIT_ASKPASS', 'SSH_ASKPASS'].find((name) => variable(needs.env, name) !== null)
  const window = asking ?? (configured === null || configured === '' ? null : 'core.askPass')
  return [
    {
      id: 'git-helper-missing',
      severity: 'warning',
      sentence: 'git has no credential helper for the Hub.',
      reason:
        window === null
          ? 'Cloning a private repository asks for a password, which the Hub does not take.'
          : `${window} makes git ask in a window for a password, which the Hub does not take.`,
      fix: askHubkey(needs),
      advice: null,
    },
  ]
}

async function aboutBroken(helper: string, needs: DoctorNeeds): Promise<Diagnosis[]> {
  const missing = await missingProgram(helper, needs)
  if (missing === null) return []
  const isOurs = isOwnHelper(helper)
  return [
    {
      id: `git-helper-broken:${isOurs ? 'hubkey' : missing}`,
      severity: 'error',
      sentence: `git asks a credential helper that is not there: ${missing}.`,
      reason: 'It was moved or taken away, so git gets no token from it.',
      fix: isOurs ? askHubkey(needs) : null,
      advice: isOurs ? null : `Install ${missing}, or take it out of git’s configuration`,
    },
  ]
}

/** The program that a helper's line starts and that is not there; null when all is well. */
async function missingProgram(helper: string, { env }: DoctorNeeds): Promise<string | null> {
  if (isOwnHelper(helper)) {
    const paths = [...helper.matchAll(/'(\/[^']*)'/g)].map(([, path = '']) => path)
    for (const path of paths) if (!(await isThere(path))) return path
    return null
  }
  // A line for the shell may be anything.
  if (helper.startsWith('!')) return null
  const [name = ''] = helper.split(' ')
  if (isAbsolute(name)) return (await isThere(name)) ? null : name
  if (['store', 'cache'].includes(name)) return null
  const program = `git-credential-${name}`
  const folders = ['/usr/lib/git-core', '/usr/libexec/git-core', '/usr/local/libexec/git-core']
  const path = [variable(env, 'GIT_EXEC_PATH'), ...folders, env['PATH']].filter(Boolean).join(':')
  return (await findProgram(program, { PATH: path })) === null ? program : null
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  )
}

async function aboutManager(asked: readonly string[], needs: DoctorNeeds): Promise<Diagnosis[]> {
  const manager = asked.find((helper) => /(?:^|[/-])manager(?:-core)?(?:\s|$)/.test(helper))
  if (process.platform !== 'linux' || manager === undefined) return []
  // One that is not there is told of as such.
  if ((await missingProgram(manager, needs)) !== null) return []
  const key = 'credential.credentialStore'
  const chosen = variable(needs.env, 'GCM_CREDENTIAL_STORE') ?? (await setting(key, needs))
  if (chosen !== null && chosen !== '') return []
  const store = (await needs.keyring.probe()) === 'unlocked' ? 'secretservice' : 'cache'
  return [
    {
      id: 'gcm-store-missing',
      severity: 'error',
      sentence: 'Git Credential Manager has no store chosen.',
      reason: 'On Linux it then refuses to keep anything, and git fails or asks each time.',
      fix: {
        says: `Set git’s ${key} to ${store}.`,
        run: async () => runGitIfThere(['config', '--global', key, store], needs),
      },
      advice: null,
    },
  ]
}

async function aboutPaths(needs: DoctorNeeds): Promise<Diagnosis[]> {
  const { url } = hubHost(needs)
  const args = ['config', '--type=bool', '--get-urlmatch', 'credential.useHttpPath', url]
  const reply = await runGitIfThere(args, needs).catch(() => null)
  if (reply?.stdout.trim() !== 'true') return []
  return [
    {
      id: 'git-http-path',
      severity: 'warning',
      sentence: 'git looks for credentials by path (credential.useHttpPath), also at the Hub.',
      reason: 'A token that was stored for one repository is then not found for the next.',
      fix: {
        says: `Set credential.${url}.useHttpPath to false; elsewhere it stays as it is.`,
        run: async () => lookByHost(needs),
      },
      advice: null,
    },
  ]
}

async function aboutLfs(needs: DoctorNeeds): Promise<Diagnosis[]> {
  if (await isGitLfsSetUp(needs).catch(() => true)) return []
  const version = await runGitIfThere(['lfs', 'version'], needs).catch(() => null)
  const isInstalled = version?.code === 0
  return [
    {
      id: isInstalled ? 'git-lfs-not-set-up' : 'git-lfs-missing',
      severity: 'warning',
      sentence: isInstalled ? 'git-lfs is installed but not set up.' : 'git-lfs is not installed.',
      reason: 'Cloning a model brings small text files in the place of its weights.',
      fix: isInstalled
        ? { says: 'Run “git lfs install --skip-repo”.', run: async () => setUpGitLfs(needs) }
        : null,
      advice: isInstalled ? null : 'Install git-lfs',
    },
  ]
}

/** A setting's value; empty when it is not set, null without git. */
async function setting(name: string, needs: DoctorNeeds): Promise<string | null> {
  const reply = await runGitIfThere(['config', '--get', name], needs).catch(() => null)
  return reply === null ? null : reply.stdout.trim()
}
