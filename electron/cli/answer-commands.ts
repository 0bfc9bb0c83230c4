import { chmod, rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Core } from '../app/core.ts'
import { reportUnexpected } from '../app/report.ts'
import { codeOf } from '../files/file-failure.ts'
import { ensurePrivateFolder } from '../files/private-folder.ts'
import { answerQuestion } from './answer-question.ts'
import { appSocket, greeting, mostQuestionBytes } from './app-socket.ts'

/** Milliseconds in which a whole question has to be there. */
const questionMs = 2_000
/** More at once run their commands themselves. */
const mostAtOnce = 16

/** The socket on which commands of this user are answered. */
export interface CommandSocket {
  /** Ends it, and whatever is being answered. */
  close(): void
}

/**
 * Answers the command line for as long as the app runs, so that git, docker and prompts need not wait for a core to
 * be loaded. The socket lies in the state folder, which nobody else may enter. Resolves to null where
 * there can be none, or another program answers there already. Throws `store-write-failed`.
 */
export async function answerCommands(core: Core): Promise<CommandSocket | null> {
  const path = appSocket(core.ports.paths)
  if (path === null) return null
  await ensurePrivateFolder(core.ports.paths.state)
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    serve(socket, core)
  })
  server.maxConnections = mostAtOnce
  if (!(await listenAt(path, server))) return null
  await chmod(path, 0o600)
  return {
    close: () => {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

/** What a killed app left behind is taken away: nobody listens there any more. */
async function listenAt(path: string, server: Server): Promise<boolean> {
  if (await listen(path, server)) return true
  if (await isServed(path)) return false
  await rm(path, { force: true })
  return listen(path, server)
}

async function listen(path: string, server: Server): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error): void => {
      if (codeOf(cause) === 'EADDRINUSE') resolve(false)
      else reject(cause)
    }
    server.once('error', failed)
    server.listen(path, () => {
      server.off('error', failed)
      resolve(true)
    })
  })
}

async function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** One connection is one question. */
function serve(socket: Socket, core: Core): void {
  const gone = new AbortController()
  const timer = setTimeout(() => socket.destroy(), questionMs)
  let text = ''
  let isAsked = false
  socket.once('close', () => {
    clearTimeout(timer)
    gone.abort()
  })
  socket.on('error', () => undefined)
  socket.write(greeting)
  socket.setEncoding('utf8')
  socket.on('data', (piece: string) => {
    // Nothing is due behind the question.
    if (isAsked) return
    text += piece
    if (text.length > mostQuestionBytes) {
      socket.destroy()
      return
    }
    if (!text.endsWith('\n')) return
    isAsked = true
    clearTimeout(timer)
    answerQuestion(text, core, gone.signal)
      .then((answer) => socket.end(answer === null ? '' : `${JSON.stringify(answer)}\n`))
      .catch((cause: unknown) => {
        reportUnexpected('commands', cause, core.log)
        socket.destroy()
      })
  })
}
