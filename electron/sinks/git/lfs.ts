import type { SinkNeeds } from '../sink.ts'
import { gitFailure, runGit } from './git.ts'

/** What `git lfs install` sets; without all of them git leaves pointers in the place of files. */
const settings = ['clean', 'smudge', 'process', 'required'] as const

/**
 * Makes git fetch the large files of the user's repositories: `git lfs install --skip-repo`, unless it
 * is set up already, be it for the whole machine. Throws `sink-failed`.
 */
export async function setUpGitLfs(needs: SinkNeeds): Promise<'set-up' | 'unchanged'> {
  if (await isGitLfsSetUp(needs)) return 'unchanged'
  const { code } = await runGit(['lfs', 'version'], needs)
  if (code !== 0) throw gitFailure('git-lfs is not installed.', 'Install git-lfs')
  await runGit(['lfs', 'install', '--skip-repo'], needs)
  if (await isGitLfsSetUp(needs)) return 'set-up'
  throw gitFailure('git-lfs could not be set up.', 'Run “git lfs install --skip-repo” by hand')
}

/** Whether git fetches large files, for this user or the whole machine. Throws `sink-failed`. */
export async function isGitLfsSetUp(needs: SinkNeeds): Promise<boolean> {
  const { stdout } = await runGit(
    ['config', '--null', '--name-only', '--get-regexp', '^filter\\.lfs\\.'],
    needs,
  )
  const names = stdout.split('\0')
  return settings.every((setting) => names.includes(`filter.lfs.${setting}`))
}
