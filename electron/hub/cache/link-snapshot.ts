import { randomBytes } from 'node:crypto'
import { access, copyFile, mkdir, realpath, rename, rm, symlink } from 'node:fs/promises'
import { dirname, relative } from 'node:path'
import { isTrue } from '../../hf-environment.ts'
import type { Environment } from '../../ports.ts'

/**
 * Makes a blob reachable under its name in a snapshot: a relative link where the file system has
 * links, else the file itself (as huggingface_hub does on Windows without developer mode; moving
 * keeps one copy on disk). Whatever stood there before is replaced in one step.
 */
export async function linkSnapshot(
  blob: string,
  snapshot: string,
  { env, freshBlob }: { readonly env: Environment; readonly freshBlob: boolean },
): Promise<void> {
  if (await pointsTo(snapshot, blob)) return
  await mkdir(dirname(snapshot), { recursive: true })
  const draft = `${snapshot}.${randomBytes(4).toString('hex')}.link`
  try {
    if (await tryLink(blob, draft, snapshot, env)) {
      await rename(draft, snapshot)
    } else if (freshBlob) {
      // Whoever shared the download may have moved it already.
      await rename(blob, snapshot).catch((cause: unknown) =>
        access(snapshot).catch(() => reject(cause)),
      )
    } else {
      // Another tool may know this blob: it keeps its copy.
      await copyFile(blob, draft)
      await rename(draft, snapshot)
    }
  } catch (cause) {
    await rm(draft, { force: true })
    throw cause
  }
}

async function tryLink(
  blob: string,
  draft: string,
  snapshot: string,
  env: Environment,
): Promise<boolean> {
  if (isTrue(env, 'HF_HUB_DISABLE_SYMLINKS')) return false
  try {
    await symlink(relative(dirname(snapshot), blob), draft)
    return true
  } catch {
    return false
  }
}

async function pointsTo(snapshot: string, blob: string): Promise<boolean> {
  try {
    return (await realpath(snapshot)) === (await realpath(blob))
  } catch {
    return false
  }
}

function reject(cause: unknown): never {
  throw cause
}
