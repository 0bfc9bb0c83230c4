import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes an `engine-worker.cjs` that speaks the engine's messages and behaves as badly as the name
 * in `modelPath` says. It holds no model; real answers are tested with the real engine.
 */
export function writeStandInEngine(folder: string): void {
  writeFileSync(join(folder, 'engine-worker.cjs'), program)
}

const program = `
const fs = require('node:fs')
const http = require('node:http')
const send = (message) => process.send(message)
let behaviour = ''
let argument = ''

process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => {
  if (behaviour === 'deaf') return
  send({ kind: 'stopping' })
  process.exit(0)
})
process.on('message', (message) => {
  if (message.kind === 'stop') {
    if (behaviour !== 'deaf') process.exit(0)
    return
  }
  ;[behaviour, argument = ''] = message.modelPath.split(':')
  act(message)
})

function serve(message) {
  const server = http.createServer((_, reply) => reply.end('{"status":"ok"}'))
  server.listen(message.port, '127.0.0.1', () => {
    send({ kind: 'ready', port: server.address().port, facts: 'stand-in' })
  })
}

async function act(message) {
  switch (behaviour) {
    case 'leak': {
      for (const line of fs.readFileSync(argument, 'utf8').split('\\n')) {
        for (const byte of Buffer.from(line + '\\n')) {
          fs.writeSync(1, Buffer.from([byte]))
          if (Math.random() < 0.02) await new Promise((resolve) => setTimeout(resolve, 1))
        }
      }
      fs.writeSync(2, fs.readFileSync(argument))
      return serve(message)
    }
    case 'crash-early':
      fs.writeSync(2, 'cannot allocate the thing\\n')
      return process.exit(3)
    case 'crash-late':
      serve(message)
      return setTimeout(() => process.kill(process.pid, 'SIGSEGV'), 100)
    case 'crash-once':
      serve(message)
      if (fs.existsSync(argument)) return undefined
      fs.writeFileSync(argument, '')
      return setTimeout(() => process.kill(process.pid, 'SIGSEGV'), 50)
    case 'gpu-crash':
      if (message.avoid.includes('vulkan')) return serve(message)
      send({ kind: 'trying', gpu: message.avoid.includes('cuda') ? 'vulkan' : 'cuda' })
      return setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50)
    case 'failed':
      send({ kind: 'failed', code: argument, reason: 'because' })
      return undefined
    case 'environment':
      fs.writeFileSync(argument, JSON.stringify({ env: process.env, argv: process.argv }))
      return serve(message)
    case 'flood': {
      serve(message)
      const line = 'flood '.repeat(20) + '\\n'
      const block = Buffer.from(line.repeat(500))
      const megabytes = Number(argument || 30)
      for (let sent = 0; sent < megabytes * 1e6; sent += block.length) fs.writeSync(1, block)
      if (argument) process.exit(0)
      return undefined
    }
    case 'nonsense':
      for (const noise of [null, 1, 'ready', { kind: 'ready' }, { kind: 'ready', port: -1 }]) send(noise)
      return serve(message)
    default:
      return serve(message)
  }
}

send({ kind: 'up', pid: process.pid })
`
