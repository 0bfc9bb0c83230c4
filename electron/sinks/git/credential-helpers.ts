import { shellWords } from '../shell-words.ts'
import type { SinkNeeds } from '../sink.ts'
import { gitFailure, runGitIfThere, type GitHost } from './git.ts'

/** By this word at its start we know our own helper again. */
export const ownMark = '!HUBKEY_HELPER=git '

/** The helpers that git is set up with for one host. */
export interface GitHelpers {
  /** Those that git asks, in their order. */
  readonly asked: readonly string[]
  /** Those and the ones it no longer asks: they may still hold a copy. Never our own. */
  readonly keepers: readonly string[]
}

/** Reads which helpers there are, as git's `credential.c` does; none without git. Throws `sink-failed`. */
export async function readHelpers(host: GitHost, needs: SinkNeeds): Promise<GitHelpers> {
  const pattern = '^credential\\.(.*\\.)?helper$'
  const reply = await runGitIfThere(['config', '--null', '--get-regexp', pattern], needs)
  // 1: there is none.
  if (reply === null || reply.code === 1) return { asked: [], keepers: [] }
  const { code, stdout } = reply
  if (code !== 0) throw gitFailure('its configuration cannot be read.', 'Look at ~/.gitconfig')
  const values = stdout.split('\0').flatMap((entry) => {
    const [key = '', ...rest] = entry.split('\n')
    return isAbout(key, host) ? [rest.join('\n')] : []
  })
  const asked = values.slice(values.lastIndexOf('') + 1)
  const keepers = values.filter((value) => value !== '' && !isOwnHelper(value))
  return { asked, keepers: [...new Set(keepers)] }
}

/** Whether this is Hubkey, reading the keyring at use. */
export function isOwnHelper(value: string): boolean {
  return value.startsWith(ownMark)
}

/** Whether it is Hubkey as PATH has it, which no update moves. We write paths ourselves. */
export function isOwnByName(value: string): boolean {
  return isOwnHelper(value) && /^[a-z]/i.test(value.slice(ownMark.length))
}

/** How a helper is named to people. A shell command is not shown: it may hold a password. */
export function helperName(value: string): string {
  return value.startsWith('!')
    ? 'git credential helper (a shell command)'
    : `git credential helper ${value.slice(0, 100)}`
}

/** Our own helper as git's configuration has it: a line for the shell, which adds the operation. */
export function ownHelper(command: readonly string[]): string {
  return `${ownMark}${shellWords(command)} git-credential`
}

/** Whether a setting holds for this host: it names none, or this one (`*.` stands for one part). */
function isAbout(key: string, { protocol, host }: GitHost): boolean {
  const place = /^credential\.(.*)\.helper$/s.exec(key)?.[1]
  if (place === undefined) return key === 'credential.helper'
  const [, scheme, name = ''] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^@/]*@)?([^/]*)\/?$/i.exec(place) ?? []
  if (scheme !== undefined && scheme.toLowerCase() !== protocol) return false
  if (name === '') return scheme !== undefined
  const parts = name.toLowerCase().split('.')
  const wanted = host.toLowerCase().split('.')
  return (
    parts.length === wanted.length && parts.every((part, at) => part === '*' || part === wanted[at])
  )
}
