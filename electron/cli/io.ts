import type { Readable, Writable } from 'node:stream'
import type { RepoType } from '../../shared/domain/repo.ts'
import type { Action, AppError } from '../../shared/errors.ts'
import { addressOf, type Link } from '../../shared/links.ts'

/** The streams a command talks to: the process's own, or a test's. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable & { readonly isTTY?: boolean }
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number }
}

/** How a command answers: one JSON document or lines of text on stdout, notices on stderr. */
export interface Output {
  readonly isJson: boolean
  /** True on a terminal, where a line can take the place of the one before. */
  readonly canRedraw: boolean
  /** Address of the Hub, for the links that a next step names. */
  readonly hub: string
  /** The command's one answer; `text` is drawn only when people read it. */
  result(value: Readonly<Record<string, unknown>>, text: () => string): void
  failure(error: AppError): void
  /** Progress and remarks: stderr, so that stdout stays the answer. */
  notice(line: string): void
  /** A line that replaces the one before on a terminal; on anything else it is left out. */
  progress(line: string): void
}

interface OutputNeeds {
  readonly io: Io
  readonly isJson: boolean
  /** Applied to everything that is written. */
  readonly mask: (text: string) => string
  /** Address of the Hub, for the links that a next step names. */
  readonly hub: string
}

/** Creates the output of one command. */
export function createOutput({ io, isJson, mask, hub }: OutputNeeds): Output {
  let hasProgress = false
  const clearProgress = (): void => {
    if (hasProgress) io.stderr.write('\r\u001b[K')
    hasProgress = false
  }
  const notice = (line: string): void => {
    clearProgress()
    io.stderr.write(`${mask(line)}\n`)
  }
  return {
    isJson,
    canRedraw: io.stderr.isTTY === true,
    hub,
    notice,
    result: (value, text) => {
      clearProgress()
      io.stdout.write(mask(isJson ? `${JSON.stringify({ ok: true, ...value })}\n` : text()))
    },
    failure: (error) => {
      clearProgress()
      if (isJson) {
        const { code, message, action } = error
        const document = {
          ok: false,
          error: { code, message, action: action && describeAction(action, hub) },
        }
        io.stdout.write(mask(`${JSON.stringify(document)}\n`))
        return
      }
      notice(`hubkey: ${error.message}`)
      if (error.action !== null) notice(`Next: ${describeAction(error.action, hub)}`)
    },
    progress: (line) => {
      if (io.stderr.isTTY !== true) return
      io.stderr.write(`\r\u001b[K${fit(mask(line), io.stderr.columns ?? 80)}`)
      hasProgress = true
    },
  }
}

/**
 * Cuts a line to a terminal's width: one that wraps could not be taken back, and would fill the screen.
 * The end stays, for there are the figures.
 */
function fit(line: string, columns: number): string {
  const most = Math.max(20, columns - 1)
  return line.length <= most ? line : `…${line.slice(1 - most)}`
}

/** A next step in words; a terminal has no buttons, so links are written out and verbs named. */
export function describeAction({ label, does }: Action, hub: string): string {
  switch (does.kind) {
    case 'open-link':
      return `${label}: ${addressOf(does.link, hub)}${afterwards(does.link)}`
    case 'log-in':
      return `${label}: ${logInWords(does.by, does.account)}`
    case 'use-account':
      return `${label}: hubkey use ${does.account}`
    case 'watch':
      return `${label}: hubkey access ${does.repo}${typeOption(does.type)} --watch`
    case 'trust-endpoint':
      return `${label}: hubkey trust-endpoint`
    case 'unlock-keyring':
      return `${label}: hubkey keyring unlock`
    case 'take-into-keyring':
      return `${label}: hubkey keyring move-in`
    case 'restart-run':
      return `${label}: hubkey restart ${does.run}`
    case 'tighten-file':
      return `${label}: hubkey notices ${does.notice} --tighten`
    case 'rotate':
      return `${plain(label)}: hubkey rotate ${does.provider} --name ${does.account}`
    case 'find-foreign':
      return `${label}: hubkey import, with the same --env-file if there was one`
    case 'import-foreign':
      return `${label}: hubkey import ${does.token}`
    case 'verify':
      return `${label}: hubkey verify ${does.provider}${nameOption(does.account)}`
    default:
      return label
  }
}

/** What the user does with what they get there. */
function afterwards({ to }: Link): string {
  return to === 'create-application' ? ', then: hubkey login --device --client-id ID' : ''
}

function logInWords(by?: 'browser', account?: string): string {
  return `hubkey login${by === 'browser' ? ' --device' : ''}${nameOption(account)}`
}

function typeOption(type: RepoType): string {
  return type === 'model' ? '' : ` --type ${type}`
}

function nameOption(account: string | undefined): string {
  return account === undefined ? '' : ` --name ${account}`
}

/** Dots tell of a window to come, of which a terminal has none. */
function plain(label: string): string {
  return label.replace(/…$/, '')
}
