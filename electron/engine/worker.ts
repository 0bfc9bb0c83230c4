/** Entry of the embedded engine: llama.cpp behind an OpenAI-compatible server, in a process of its own. */
import type { Server } from 'node:http'
import { createEngineApp } from './http/app.ts'
import { loadLibrary } from './library.ts'
import { LlamaTextModel } from './llama-model.ts'
import type { EngineFailure, EngineStart } from './messages.ts'
import { watchOwner } from './owner-watch.ts'
import { Meter } from './meter.ts'
import { connectParent } from './parent-link.ts'
import type { TextModel } from './sampling.ts'
import { listen } from './server.ts'

/** Answers in flight get this long when the engine is asked to end. */
const graceMs = 1000
/** A loading bar for a log, not for a screen. */
const progressStep = 0.1

const parent = connectParent()
let server: Server | null = null
let started: EngineStart | null = null

/** Output is for the log of the run; its supervisor masks and keeps it. */
function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/**
 * The only exit: native threads in the middle of a batch keep `process.exit` waiting for as long
 * as the batch takes, and there is nothing here that would have to be put in order.
 */
function endNow(): void {
  process.kill(process.pid, 'SIGKILL')
}

function stop(): void {
  server?.close(endNow)
  server?.closeIdleConnections()
  setTimeout(endNow, server === null ? 0 : graceMs)
}

function fail(code: EngineFailure, cause: unknown): void {
  const reason = cause instanceof Error ? cause.message : String(cause)
  parent.send({ kind: 'failed', code, reason: reason.slice(0, 1000) })
  say(`The engine gave up: ${reason}`)
  // The supervisor ends this process when it has read that; this is for when it does not.
  setTimeout(endNow, graceMs)
}

async function start(request: EngineStart): Promise<void> {
  const { modelPath, modelId, port: wanted, owner, avoid, context } = request
  if (owner !== null) watchOwner(owner, endNow)
  let model: LlamaTextModel | null = null
  let counted: TextModel | null = null
  const meter = new Meter()
  const app = createEngineApp({
    modelId,
    model: () => counted,
    metrics: () => meter.text(),
    onFailure: (cause) => {
      say(
        `A request failed: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`,
      )
    },
  })
  let port: number
  try {
    const listening = await listen(app, wanted)
    server = listening.server
    port = listening.port
  } catch (cause) {
    fail('port-in-use', cause)
    return
  }
  const startup = await loadLibrary({
    avoid,
    say,
    onTrying: (gpu) => {
      parent.send({ kind: 'trying', gpu })
    },
  }).catch((cause: unknown) => {
    fail('engine-missing', cause)
    return null
  })
  if (startup === null) return
  try {
    model = await LlamaTextModel.load(startup, {
      path: modelPath,
      id: modelId,
      context,
      onProgress: progressReporter(),
    })
    counted = meter.count(model)
  } catch (cause) {
    const isMemory = cause instanceof startup.library.InsufficientMemoryError
    fail(isMemory ? 'no-memory' : 'model-unreadable', cause)
    return
  }
  const { gpu } = startup.llama
  const version = await startup.library.getModuleVersion()
  const processor = gpu === false ? 'the CPU' : `the GPU (${gpu})`
  const facts = `node-llama-cpp ${version} on ${processor}, context ${model.contextSize}`
  parent.send({ kind: 'ready', port, facts })
}

function progressReporter(): (fraction: number) => void {
  let last = 0
  return (fraction) => {
    if (fraction < last + progressStep) return
    last = fraction
    parent.send({ kind: 'loading', fraction: Math.min(1, fraction) })
  }
}

// Notes of the runtime about the library's modules; nothing a reader of the log could act on.
process.removeAllListeners('warning')
// Whoever read our output may be gone while we go on (a detached run).
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)
// Ctrl-C and a closed terminal reach the whole group; the owner decides what they mean for us.
process.on('SIGINT', () => undefined)
process.on('SIGHUP', () => undefined)
process.on('SIGTERM', () => {
  parent.send({ kind: 'stopping' })
  stop()
})
// A promise that the library left alone costs one answer at most, not all of them.
process.on('unhandledRejection', (cause) => {
  say(`Left alone: ${String(cause)}`)
})
process.on('uncaughtException', (cause) => {
  fail('unexpected', cause)
})
parent.onLost(() => {
  if (started === null || started.owner !== null) endNow()
})
parent.onRequest((request) => {
  if (request.kind === 'stop') {
    stop()
  } else if (started === null) {
    started = request
    start(request).catch((cause: unknown) => {
      fail('unexpected', cause)
    })
  }
})
parent.send({ kind: 'up', pid: process.pid })
