import { spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'

/** A lock that is ours until it is released, or until this process ends, however it ends. */
export interface Flock {
  /** False where the system gave no way to lock: nobody is kept out then. */
  readonly held: boolean
  release(): Promise<void>
}

/**
 * Node offers no `flock(2)`. But the lock belongs to the open file, not to the process that asked
 * for it: a program that inherits our descriptor, locks it and ends leaves the lock with us. `flock`
 * comes with util-linux and busybox, `perl` with macOS. Both end with 1 when another one holds it.
 */
const lockers = [
  ['flock', '-x', '-n', '3'],
  ['perl', '-e', 'open(F, "+<&=3") or exit 2; exit(flock(F, 6) ? 0 : $!{EWOULDBLOCK} ? 1 : 2)'],
] as const

/** Where a system keeps such programs. They are looked up here alone, and get no other variable. */
const systemFolders = '/usr/bin:/bin:/run/current-system/sw/bin:/usr/local/bin:/opt/homebrew/bin'
/** A program that only asks a question of the kernel answers at once, or never. */
const answerMs = 5000
/** The file under a lock may be replaced by its former holder; more often than this is no accident. */
const mostReplacements = 20

/**
 * Takes the lock that Python's `filelock` takes, without waiting: null when somebody else holds it,
 * in this process or another. Makes the file (0664, as huggingface_hub does); its folder must be
 * there. Where nothing can lock (Windows, no such program) the answer is not held. Throws what
 * opening the file throws.
 */
export async function tryFlock(path: string): Promise<Flock | null> {
  for (let turn = 0; turn < mostReplacements; turn += 1) {
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o664)
    const outcome = await lock(handle).catch(() => 'impossible' as const)
    // `filelock` may remove the file as it lets go: then we hold what nobody else looks at.
    if (outcome !== 'taken' && (await isStill(handle, path))) {
      return { held: outcome === 'held', release: async () => handle.close() }
    }
    await handle.close()
    if (outcome === 'taken') return null
  }
  return null
}

async function lock(handle: FileHandle): Promise<'held' | 'taken' | 'impossible'> {
  if (process.platform === 'win32') return 'impossible'
  for (const [program, ...args] of lockers) {
    const code = await run(program, args, handle.fd)
    if (code === 0) return 'held'
    if (code === 1) return 'taken'
  }
  return 'impossible'
}

/** The exit code, or null when the program is not there or was killed. */
async function run(program: string, args: readonly string[], fd: number): Promise<number | null> {
  return await new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'ignore', fd],
      env: { PATH: systemFolders },
      timeout: answerMs,
      killSignal: 'SIGKILL',
    })
    child.once('error', () => {
      resolve(null)
    })
    child.once('exit', resolve)
  })
}

async function isStill(handle: FileHandle, path: string): Promise<boolean> {
  const [ours, there] = await Promise.all([handle.stat(), stat(path).catch(() => null)])
  return there !== null && there.ino === ours.ino && there.dev === ours.dev
}
