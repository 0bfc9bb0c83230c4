import { runTool } from '../../sinks/run-tool.ts'
import type { Environment } from '../../ports.ts'
import { errors, fail } from '../../../shared/errors.ts'

/** Runs git in a folder and gives its words, separated by NUL or line. Throws `bad-input`. */
async function words(
  folder: string,
  args: readonly string[],
  env: Environment,
): Promise<readonly string[]> {
  const call = { program: 'git', args: ['-C', folder, ...args], cwd: folder, stdin: '' }
  const reply = await runTool({ ...call, env: { ...env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' } })
  if (reply.kind !== 'ended' || reply.code !== 0) {
    throw fail(errors.badInput(`${folder} is no repository that git can read.`))
  }
  return reply.stdout.split(args.includes('-z') ? '\0' : '\n').filter((word) => word !== '')
}

/** Versions that the next commit would bring in: object by path. Throws `bad-input`. */
export async function stagedObjects(
  folder: string,
  env: Environment,
): Promise<ReadonlyMap<string, string>> {
  const diff = [
    'diff',
    '--cached',
    '--raw',
    '-z',
    '--no-renames',
    '--abbrev=64',
    '--diff-filter=ACMT',
  ]
  const fields = await words(folder, diff, env)
  const objects = new Map<string, string>()
  for (let at = 0; at + 1 < fields.length; at += 2) {
    // `:100644 100644 <old> <new> M`; 160000 is a submodule, whose commit is not ours.
    const [, mode = '', , object = ''] = (fields[at] ?? '').split(' ')
    if (mode !== '160000') objects.set(fields[at + 1] ?? '', object)
  }
  return objects
}

/** The path under which a version was committed, and by which commit, shortened. Both may be unknown. */
export async function whereCommitted(
  folder: string,
  object: string,
  env: Environment,
): Promise<{ readonly commit: string | null; readonly path: string | null }> {
  const log = ['log', '--all', '--format=%h', '--name-only', '--diff-filter=AM', '--reverse']
  const lines = await words(folder, [...log, `--find-object=${object}`], env).catch(() => [])
  return { commit: lines[0] ?? null, path: lines[1] ?? null }
}
