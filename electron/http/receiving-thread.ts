import { Worker } from 'node:worker_threads'
import { variable } from '../environment.ts'
import type { Environment } from '../ports.ts'
import { receive, type Order, type ReceiveData, type Report } from './receive.ts'

/** How long the thread and its open connections wait for the next file. */
const restMs = 10_000

/**
 * A thread that runs `receive`, for as long as there is something to receive and a moment longer. It
 * keeps the process alive only while an exchange is going on.
 */
export class ReceivingThread {
  readonly #worker: Worker
  readonly #listeners = new Map<number, (report: Report) => void>()
  #last = 0
  #isEnded = false
  #rest: NodeJS.Timeout | undefined

  /** Of `env` it gets the one variable by which Node's own fetch trusts everybody. */
  constructor(env: Environment, workerData: ReceiveData) {
    const trust = variable(env, 'NODE_TLS_REJECT_UNAUTHORIZED')
    this.#worker = new Worker(`'use strict';(${receive.toString()})()`, {
      eval: true,
      // No flags, no environment and so no secret.
      execArgv: [],
      env: trust === null ? {} : { NODE_TLS_REJECT_UNAUTHORIZED: trust },
      workerData,
    })
    this.#worker.on('message', (report: Report) => {
      this.#hear(report)
    })
    const end = (): void => {
      this.#end()
    }
    this.#worker.once('error', end)
    this.#worker.once('exit', end)
  }

  /** It takes no more orders: another one must be started. */
  get isEnded(): boolean {
    return this.#isEnded
  }

  /** Begins an exchange and answers its number. The listener hears all that is told of it, up to its end. */
  begin(listener: (report: Report) => void): number {
    clearTimeout(this.#rest)
    this.#worker.ref()
    this.#last += 1
    this.#listeners.set(this.#last, listener)
    return this.#last
  }

  tell(order: Order): void {
    if (this.#listeners.has(order.id)) this.#worker.postMessage(order)
  }

  #hear(report: Report): void {
    const listener = this.#listeners.get(report.id)
    if (report.tells === 'end' || report.tells === 'failed') this.#forget(report.id)
    listener?.(report)
  }

  #forget(id: number): void {
    this.#listeners.delete(id)
    if (this.#listeners.size > 0 || this.#isEnded) return
    this.#worker.unref()
    this.#rest = setTimeout(() => {
      this.#end()
    }, restMs).unref()
  }

  #end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    clearTimeout(this.#rest)
    this.#worker.terminate().catch(() => undefined)
    for (const id of [...this.#listeners.keys()]) {
      this.#hear({ id, tells: 'failed', what: 'network', code: '' })
    }
  }
}
