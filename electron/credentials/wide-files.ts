import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { makePrivate } from '../files/make-private.ts'
import { isOwn, modeOf } from '../files/ownership.ts'
import { findSetAside } from '../files/set-aside.ts'
import { errors, fail } from '../../shared/errors.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { credentialFilePath } from './credential-file.ts'
import type { CredentialNeeds } from './needs.ts'

/** A file with a token that others of this machine may read or change. */
export interface WideFile {
  /** Short and the same at every look, e.g. `hf-token`. */
  readonly name: string
  readonly path: string
  /** Octal permission bits such as `0644`. */
  readonly mode: string
  /** Whose token it holds, where that is certain. */
  readonly provider: string | null
}

type FileNeeds = Pick<CredentialNeeds, 'env' | 'paths'>

/**
 * Looks at the files of ours and of `hf` that hold tokens, at their permission bits alone. A file
 * that is not there, is empty or cannot be looked at is left out. Never throws.
 */
export async function findWideFiles(needs: FileNeeds): Promise<readonly WideFile[]> {
  // Windows has other rights, which these bits do not tell.
  if (process.platform === 'win32') return []
  const seen = await Promise.all(
    (await candidates(needs)).map(async ({ name, path, provider }) => {
      const stats = await stat(path).catch(() => null)
      const mode = stats !== null && isWide(stats) ? modeOf(stats) : undefined
      return mode === undefined ? [] : [{ name, path, mode, provider }]
    }),
  )
  return seen.flat()
}

/**
 * Sets a file that `findWideFiles` found to 0600. Throws `bad-input` when there is no such file any
 * more, and `store-write-failed`.
 */
export async function tightenFile(
  { name }: { readonly name: string },
  needs: FileNeeds,
): Promise<void> {
  const file = (await findWideFiles(needs)).find((one) => one.name === name)
  if (file === undefined) throw fail(errors.badInput('This file is yours alone already.'))
  await makePrivate(file.path)
}

function isWide(stats: Stats): boolean {
  return stats.isFile() && isOwn(stats) && stats.size > 0 && (stats.mode & 0o077) !== 0
}

async function candidates({ env, paths }: FileNeeds): Promise<readonly Omit<WideFile, 'mode'>[]> {
  const { tokenPath } = readHfEnvironment(env, paths.home)
  const own = credentialFilePath(paths)
  const aside = await findSetAside(own)
  return [
    { name: 'credentials.json', path: own, provider: null },
    ...aside.map((path) => ({ name: basename(path), path, provider: null })),
    { name: 'hf-token', path: tokenPath, provider: 'huggingface' },
    {
      name: 'hf-stored-tokens',
      path: join(dirname(tokenPath), 'stored_tokens'),
      provider: 'huggingface',
    },
  ]
}
