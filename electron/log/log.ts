import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Clock, Log, Paths } from '../ports.ts'
import type { Redactor } from '../redaction/redactor.ts'

export interface LogNeeds {
  readonly paths: Pick<Paths, 'state'>
  readonly redactor: Pick<Redactor, 'redact'>
  readonly clock: Clock
  /** Also receives every masked line, e.g. to show it on standard error. */
  readonly mirror?: (line: string) => void
}

type Level = 'info' | 'warn' | 'error'

/** The file is put aside at this size; one old file is kept. */
const mostBytes = 1024 * 1024
const mostLineLength = 4000

/**
 * Hubkey's own diary, `hubkey.log` in the state folder. Every line passes the redactor on its way.
 * A log that cannot be written must never be the reason why something else fails, so nothing here
 * throws; the folder is made with the first line.
 */
export function createLog({ paths, redactor, clock, mirror }: LogNeeds): Log {
  const path = join(paths.state, 'hubkey.log')
  const write = (level: Level, message: string): void => {
    const text = oneLine(redactor.redact(message)).slice(0, mostLineLength)
    const line = `${clock.now().toISOString()} ${level.padEnd(5)} ${text}`
    mirror?.(line)
    try {
      append(path, paths.state, `${line}\n`)
    } catch {
      // See above.
    }
  }
  return {
    info: (message) => {
      write('info', message)
    },
    warn: (message) => {
      write('warn', message)
    },
    error: (message) => {
      write('error', message)
    },
  }
}

/**
 * Opened anew for each line: the app and the command line write to the same file, and either may
 * have moved it aside since.
 */
function append(path: string, folder: string, line: string): void {
  const file = open(path, folder)
  try {
    writeSync(file, line)
    if (fstatSync(file).size < mostBytes) return
  } finally {
    closeSync(file)
  }
  renameSync(path, `${path}.1`)
}

function open(path: string, folder: string): number {
  const { O_APPEND, O_CREAT, O_WRONLY } = constants
  const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW
  const flags = O_APPEND | O_CREAT | O_WRONLY | noFollow
  try {
    return openSync(path, flags, 0o600)
  } catch {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return openSync(path, flags, 0o600)
  }
}

/** A message must not be able to forge further lines or to move a terminal's cursor. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim()
}
