import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { JobObject, OpenJob } from './job-object.ts'
import { sayLastWords } from './last-words.ts'

interface GuardedStart {
  readonly program: string
  readonly args: readonly string[]
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>
  readonly folder: string
  /** Words for the program that end what it started where no signal reaches; none when there is no such thing. */
  readonly lastWords?: readonly string[]
  /** What makes the job objects of Windows; null elsewhere. */
  readonly openJob: OpenJob | null
}

interface GuardedListeners {
  readonly onOutput: (chunk: Buffer) => void
  /** Something to know that keeps nobody from going on, as a sentence. */
  readonly onProblem: (text: string) => void
  /** Called once, when nothing of it is left. A program that could not be started ends with 127. */
  readonly onExit: (code: number | null) => void
}

/** A program of somebody else that cannot outlive this one. */
export interface GuardedProcess {
  /** Undefined when it could not be started; `onExit` follows then. */
  readonly pid: number | undefined
  /** Lets it begin: until then only its place exists, so that it can be written down first. On Windows it has begun. */
  begin(): void
  askToStop(): void
  kill(): void
}

/**
 * Waits for a line, then becomes the program. Beside it stays a guard in the same group: the guard
 * reads from a pipe that this process holds, and when that ends, however this process ended, it
 * ends everything that the program started, and itself. Before that it says the `lastWords`, if there
 * are any, and waits ten seconds for them at most. Where there is `/proc`, it also ends what has left the group,
 * known by the run's mark in its environment (`marked-processes.ts`).
 */
const script = [
  'IFS= read -r go || exit 0',
  'exec 3<&0 </dev/null',
  'last=$1; shift',
  '(',
  "  trap '' TERM INT HUP",
  '  cat <&3 >/dev/null',
  '  if [ "$last" -gt 0 ]; then',
  // Leaves the program and its last words, which stand in front of its arguments.
  '    program=$1; shift',
  '    count=$#; place=0',
  '    while [ "$count" -gt 0 ]; do',
  '      word=$1; shift',
  '      [ "$place" -ge "$last" ] || set -- "$@" "$word"',
  '      place=$((place + 1)); count=$((count - 1))',
  '    done',
  // Without the run's mark: they may have to be said after everything that has it was ended.
  '    HUBKEY_RUN= "$program" "$@" >/dev/null & words=$!',
  '    (sleep 10; kill -KILL "$words") & limit=$!',
  '    wait "$words"; kill -KILL "$limit"',
  '  fi',
  '  mark="HUBKEY_RUN=$HUBKEY_RUN"',
  '  for place in $([ -n "$HUBKEY_RUN" ] && grep -laF "$mark" /proc/[0-9]*/environ); do',
  '    pid=${place#/proc/}',
  '    pid=${pid%/environ}',
  // The third word behind the name is the group (proc(5)); ours comes last, with this guard.
  '    read -r stat <"/proc/$pid/stat" || continue',
  '    set -- ${stat##*) }',
  '    [ "$3" = "$$" ] || kill -KILL "$pid"',
  '  done',
  '  kill -KILL -$$',
  ') 2>/dev/null &',
  'exec 3<&-',
  'program=$1; shift "$((last + 1))"',
  'exec "$program" "$@"',
].join('\n')

/** Grandchildren are waited for this long after the program itself ended. */
const restMs = 1500

/** As shells call the end by SIGTERM. */
export const askedToEnd = 143

/** Starts a program that waits for `begin`. Its working folder is given, its input is empty. */
export function startGuarded(start: GuardedStart, listeners: GuardedListeners): GuardedProcess {
  const isGuarded = process.platform !== 'win32'
  const child = isGuarded ? spawnGuarded(start) : spawnPlain(start)
  const job = jobAround(child.pid, start.openJob, listeners.onProblem)
  let isOver = false
  let end: number | null = null
  const over = (code: number | null): void => {
    if (isOver) return
    isOver = true
    listeners.onExit(code)
  }
  child.stdout.on('data', listeners.onOutput)
  child.stderr.on('data', listeners.onOutput)
  child.stdin?.on('error', () => undefined)
  child.on('error', () => {
    if (child.pid === undefined) over(127)
  })
  child.once('exit', (code, signal) => {
    // Lets go of the guard, which then ends whatever the program left behind.
    child.stdin?.destroy()
    job?.end()
    if (!isGuarded) speak(start)
    end = signal === 'SIGTERM' ? askedToEnd : code
    setTimeout(() => {
      over(end)
    }, restMs).unref()
  })
  // All who could still write are gone.
  child.once('close', () => {
    over(end)
  })
  return {
    pid: child.pid,
    begin: () => child.stdin?.write('\n'),
    askToStop: () => {
      child.kill('SIGTERM')
    },
    kill: () => {
      if (isGuarded) killGroup(child.pid)
      else if (job === null) killTree(child, start)
      else job.end()
      child.stdin?.destroy()
    },
  }
}

type Child = ChildProcessByStdio<Writable | null, Readable, Readable>

function spawnGuarded(start: GuardedStart): Child {
  const { program, args, environment, folder, lastWords = [] } = start
  const count = String(lastWords.length)
  const words = ['-c', script, 'hubkey-guard', count, program, ...lastWords, ...args]
  return spawn('/bin/sh', words, {
    env: { ...environment },
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
}

/** Windows has no such shell: there the program begins at once, and a job object is what ends the rest. */
function spawnPlain({ program, args, environment, folder }: GuardedStart): Child {
  return spawn(program, args, {
    env: { ...environment },
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
}

/**
 * In the turn in which the program was started, so that it has hardly begun and started nothing yet. Null
 * where it cannot be: then this program's end ends what it started itself, and its children may stay.
 */
function jobAround(
  pid: number | undefined,
  openJob: OpenJob | null,
  onProblem: (text: string) => void,
): JobObject | null {
  if (pid === undefined || openJob === null) return null
  let job: JobObject | null = null
  try {
    job = openJob()
    job.assign(pid)
    return job
  } catch (cause) {
    job?.end()
    const why = cause instanceof Error ? cause.message : String(cause)
    onProblem(`what this server starts may outlive Hubkey, as no job object holds it (${why})`)
    return null
  }
}

/** What the guard says elsewhere; nobody is left to say it when Hubkey was killed. */
function speak({ program, lastWords = [], environment }: GuardedStart): void {
  if (lastWords.length > 0) sayLastWords(program, lastWords, environment)
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return
  try {
    process.kill(-leader, 'SIGKILL')
  } catch {
    // It has just ended.
  }
}

/** Reaches only those whose parents still run; the program itself in any case. */
function killTree(child: Child, { environment }: GuardedStart): void {
  if (child.pid === undefined) return
  const program = join(environment['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe')
  const killIt = (): void => {
    child.kill('SIGKILL')
  }
  spawn(program, ['/PID', String(child.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true })
    .once('error', killIt)
    .once('exit', (code) => {
      if (code !== 0) killIt()
    })
}
