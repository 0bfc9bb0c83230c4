import { constants } from 'node:fs'
import { access, chmod, mkdir, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import { variable } from '../../environment.ts'
import { findProgram } from '../../files/find-program.ts'
import { readBounded } from '../../files/read-bounded.ts'
import { removeFile } from '../../files/remove-file.ts'
import { writeAtomic } from '../../files/write-atomic.ts'
import { shellWords } from '../shell-words.ts'
import type { SinkNeeds } from '../sink.ts'
import { dockerFailure } from './docker-helper.ts'
import { ownHelper } from './registry.ts'

/** Docker looks for it on PATH and nowhere else. */
const program = `docker-credential-${ownHelper}`
/** By this line we know our own file again. */
const mark = '# Written by Hubkey, and removed when docker is to ask it no more.'

type LauncherNeeds = Pick<SinkNeeds, 'env' | 'paths'>

/**
 * Sees to it that docker finds `docker-credential-hubkey`: one that an installation put on PATH will
 * do; else a file of two lines in a folder of the user's own. Throws `sink-failed` when there is no
 * such folder, and `store-write-failed`.
 */
export async function installLauncher(
  command: readonly string[],
  needs: LauncherNeeds,
): Promise<void> {
  const found = await findProgram(program, needs.env)
  if (found !== null && !(await isOurs(found))) return
  const path = found ?? join(await chooseFolder(needs), program)
  const text = `#!/bin/sh\n${mark}\nexec ${shellWords(command)} docker-credential "$@"\n`
  if (found !== null && (await textIn(path)) === text) return
  await writeAtomic(path, text, 'shared')
  await chmod(path, 0o755)
}

/** Takes our own file away again, and no other. */
export async function removeLauncher(needs: LauncherNeeds): Promise<void> {
  for (const folder of new Set([...foldersOnPath(needs), usualFolder(needs)])) {
    const path = join(folder, program)
    if (await isOurs(path)) await removeFile(path)
  }
}

/** The folder on PATH that is the user's own to put programs into. */
async function chooseFolder(needs: LauncherNeeds): Promise<string> {
  const { home } = needs.paths
  const own = foldersOnPath(needs).filter((folder) => folder.startsWith(`${home}/`))
  const usual = usualFolder(needs)
  // Many systems put it on PATH before it is there.
  if (own.includes(usual)) await mkdir(usual, { recursive: true })
  for (const folder of [...own.filter((one) => one === usual), ...own]) {
    if (await isOurAlone(folder)) return folder
  }
  throw dockerFailure(
    'no folder of yours is on PATH, where it could find Hubkey.',
    'Put ~/.local/bin on PATH, then start Hubkey again',
  )
}

async function isOurAlone(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK)
    const stats = await stat(folder)
    // What others may write into is no place for a program that hands out keys.
    return stats.isDirectory() && (stats.mode & 0o022) === 0
  } catch {
    return false
  }
}

function foldersOnPath({ env }: LauncherNeeds): readonly string[] {
  return (variable(env, 'PATH') ?? '')
    .split(delimiter)
    .map((folder) => folder.replace(/(.)\/+$/, '$1'))
    .filter(isAbsolute)
}

function usualFolder({ paths }: LauncherNeeds): string {
  return join(paths.home, '.local', 'bin')
}

async function isOurs(path: string): Promise<boolean> {
  return (await textIn(path))?.split('\n')[1] === mark
}

/** Null for what is not there, or is no small file of text. */
async function textIn(path: string): Promise<string | null> {
  const found = await readBounded(path, { maxBytes: 64 * 1024, trust: 'shared' }).catch(() => null)
  return found?.text ?? null
}
