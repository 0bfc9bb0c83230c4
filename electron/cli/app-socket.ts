import { join } from 'node:path'
import type { Environment, Paths } from '../ports.ts'

/**
 * What the command line and a running app have to agree on, for the one to be answered by the other. Loaded by
 * every start of the command line, so it must load nothing itself.
 */

/** Words that change nothing a user asked for and print no more than a page: prompts and tools run them often. */
const answeredWords = ['status --json', 'git-credential get', 'docker-credential get']

/** Whether a running app answers this command line. */
export function isAnswered(argv: readonly string[]): boolean {
  return answeredWords.includes(argv.join(' '))
}

/** Whether the command reads what a tool hands it. */
export function takesInput(argv: readonly string[]): boolean {
  return argv[1] === 'get'
}

/** Most bytes of standard input that are passed on. */
export const mostInputBytes = 64 * 1024

/** Most bytes of a question; nearly all of it is the environment. */
export const mostQuestionBytes = 1024 * 1024

/** What the app says first: a program that says nothing is not the app, or hangs. */
export const greeting = '+\n'

/** One question, as a line of JSON. */
export interface Question {
  /** Hubkey's own; another one may answer otherwise. */
  readonly version: string
  readonly argv: readonly string[]
  readonly env: Environment
  /** The program that asks, for tools that are to start it. */
  readonly self: { readonly node: string; readonly script: string }
  readonly input: string
}

/** The answer, as a line of JSON: what the command would have printed, and its exit code. */
export interface Answer {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** With its closing NUL it must fit into `sun_path`: 108 bytes on Linux (unix(7)), 104 on macOS. */
const mostPathBytes = 103

/**
 * Where the running app of this install listens; null where it does not: for too long a path, and on
 * Windows, where everybody may read from a pipe that Node makes.
 */
export function appSocket({ state }: Pick<Paths, 'state'>): string | null {
  const path = join(state, 'app.sock')
  return process.platform === 'win32' || Buffer.byteLength(path) > mostPathBytes ? null : path
}
