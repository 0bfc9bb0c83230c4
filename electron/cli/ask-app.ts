import { lstatSync, statSync } from 'node:fs'
import type { Socket } from 'node:net'
import { dirname } from 'node:path'
import { version } from '../../package.json'
import { findPaths } from '../environment.ts'
import type { Environment } from '../ports.ts'
import {
  appSocket,
  greeting,
  isAnswered,
  mostInputBytes,
  takesInput,
  type Answer,
  type Question,
} from './app-socket.ts'

/** Milliseconds in which a program that is there says so; one that hangs must not hold a command up. */
const greetingMs = 500
/** Milliseconds for the answer: a keyring that hangs takes five seconds. */
const answerMs = 6_000
/** Most characters of an answer that are read. */
const mostAnswer = 8 * 1024 * 1024

/** What the command line was called with. */
interface Asker {
  readonly argv: readonly string[]
  readonly self: Question['self']
  /** Node's own; its standard input is opened only when something is read of it. */
  readonly process: { readonly env: Environment; readonly stdin: AsyncIterable<Buffer> }
}

/**
 * `answer`: what a running app says. Null: the command is to be run here, and `input` is what was read of standard
 * input for it already, null when nothing was.
 */
interface Asked {
  readonly answer: Answer | null
  readonly input: Buffer | null
}

const notAsked: Asked = { answer: null, input: null }

/**
 * Has a running app of the same user answer, whose core is loaded and whose connection to the keyring is open:
 * starting all of that takes longer than the answer. Never throws: where there is no app, or anything about it is
 * not as it should be, the command is run here as always.
 */
export async function askApp({ argv, self, process }: Asker): Promise<Asked> {
  if (!isAnswered(argv)) return notAsked
  const { env } = process
  const path = appSocket(findPaths(env))
  if (path === null || !isOurs(path)) return notAsked
  // Loaded only now: it takes milliseconds.
  const { connect } = await import('node:net')
  const socket = connect(path)
  let input: Buffer | null = null
  try {
    const answer = readAnswer(socket)
    // Whoever waits for it comes later.
    answer.catch(() => undefined)
    if (takesInput(argv)) input = await readInput(process.stdin)
    if (input !== null && input.length > mostInputBytes) return { answer: null, input }
    const question: Question = { version, argv, env, self, input: input?.toString('utf8') ?? '' }
    socket.write(`${JSON.stringify(question)}\n`)
    return { answer: await answer, input }
  } catch {
    return { answer: null, input }
  } finally {
    socket.destroy()
  }
}

/** The question holds the whole environment: nobody but this user may be the one who gets it. */
function isOurs(path: string): boolean {
  try {
    const uid = process.getuid?.()
    const [socket, folder] = [lstatSync(path), statSync(dirname(path))]
    const isPrivate = folder.uid === uid && (folder.mode & 0o077) === 0
    return isPrivate && socket.isSocket() && socket.uid === uid
  } catch {
    return false
  }
}

async function readInput(stdin: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stdin) {
    chunks.push(chunk)
    size += chunk.length
    if (size > mostInputBytes) break
  }
  return Buffer.concat(chunks)
}

async function readAnswer(socket: Socket): Promise<Answer | null> {
  return new Promise((resolve, reject) => {
    let text = ''
    let timer = setTimeout(() => socket.destroy(), greetingMs)
    socket.setEncoding('utf8')
    socket.on('data', (piece: string) => {
      if (text === '') {
        clearTimeout(timer)
        timer = setTimeout(() => socket.destroy(), answerMs)
      }
      text += piece
      if (text.length > mostAnswer || !text.startsWith(greeting.slice(0, text.length))) {
        socket.destroy()
      }
    })
    socket.once('error', reject)
    socket.once('close', () => {
      clearTimeout(timer)
      resolve(text.startsWith(greeting) ? parseAnswer(text.slice(greeting.length)) : null)
    })
  })
}

/** By hand: a schema's library takes as long to load as everything else here together. */
function parseAnswer(line: string): Answer | null {
  if (!line.endsWith('\n')) return null
  const answer = JSON.parse(line) as Partial<Record<keyof Answer, unknown>> | null
  const { code, stdout, stderr } = answer ?? {}
  if (typeof code !== 'number' || typeof stdout !== 'string' || typeof stderr !== 'string') {
    return null
  }
  return { code, stdout, stderr }
}
