import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Keyring } from '../../../electron/keyring/keyring.ts'
import type { AppFailure } from '../../../shared/errors.ts'
import { createNodeHost } from '../../../electron/node-host.ts'
import type { WorkerHost } from '../../../electron/ports.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import {
  buildKeyringWorker,
  freezeKeyring,
  interruptAt,
  keyringOf,
  lockKeyring,
  lookUpSecret,
  ownerOf,
  setActivation,
  unlockKeyring,
  type BuiltWorker,
} from '../../fixtures/keyring-session.ts'

const account = 'huggingface:default'
const secret = new Redactor().guard(`hf_${'k'.repeat(34)}`)

/** Slack for a test machine with two busy cores, on top of what the product promises. */
const slackMs = 1500
const probeLimit = 2000 + slackMs
const callLimit = 5000 + slackMs

let worker: BuiltWorker
const open: DesktopSession[] = []

beforeAll(async () => {
  worker = await buildKeyringWorker()
})
afterAll(async () => worker.remove())
afterEach(async () => {
  for (const session of open.splice(0)) await session.close()
})

async function session(keyring: 'unlocked' | 'absent'): Promise<DesktopSession> {
  const made = await startSession({ keyring })
  open.push(made)
  return made
}

/** Every call of a keyring, with the code of its failure and the time it took. */
async function outcomes(keyring: Keyring): Promise<Record<string, unknown>> {
  const calls = {
    get: () => keyring.get(account),
    set: () => keyring.set(account, secret),
    delete: () => keyring.delete(account),
  }
  const seen: Record<string, unknown> = {}
  for (const [name, call] of Object.entries(calls)) {
    const start = performance.now()
    seen[name] = await call().then(
      (value) => value ?? 'done',
      (cause: unknown) => (cause as AppFailure).error.code,
    )
    expect(performance.now() - start, name).toBeLessThan(callLimit)
  }
  return seen
}

async function probed(keyring: Keyring): Promise<string> {
  const start = performance.now()
  const state = await keyring.probe()
  expect(performance.now() - start).toBeLessThan(probeLimit)
  return state
}

describe('an unlocked keyring', () => {
  test('stores what another program reads, reads it back, and deletes it', async () => {
    const { env } = await session('unlocked')
    const keyring = keyringOf(env, worker.host)
    expect(await probed(keyring)).toBe('unlocked')
    expect(await keyring.get(account)).toBeNull()
    await keyring.set(account, secret)
    expect(await lookUpSecret({ env }, account)).toBe(secret.reveal())
    expect((await keyring.get(account))?.equals(secret)).toBe(true)
    await keyring.delete(account)
    expect(await lookUpSecret({ env }, account)).toBeNull()
    expect(await keyring.get(account)).toBeNull()
  })

  test('keeps accounts apart and replaces in place', async () => {
    const { env } = await session('unlocked')
    const keyring = keyringOf(env, worker.host)
    const other = new Redactor().guard(`hf_${'o'.repeat(34)}`)
    await keyring.set(account, other)
    await keyring.set('ngc:default', other)
    await keyring.set(account, secret)
    expect((await keyring.get(account))?.equals(secret)).toBe(true)
    await keyring.delete('ngc:default')
    expect((await keyring.get(account))?.equals(secret)).toBe(true)
  })
})

describe('a locked keyring', () => {
  test('is never read as empty, and a delete in it is not believed', async () => {
    const { env } = await session('unlocked')
    const keyring = keyringOf(env, worker.host)
    await keyring.set(account, secret)
    await lockKeyring({ env })
    expect(await probed(keyring)).toBe('locked')
    const locked = 'keyring-locked'
    expect(await outcomes(keyring)).toEqual({ get: locked, set: locked, delete: locked })
    await unlockKeyring({ env })
    expect(await probed(keyring)).toBe('unlocked')
    expect((await keyring.get(account))?.equals(secret)).toBe(true)
  })

  test.each(['SearchItems', 'GetSecrets'])('that locks before %s is not believed', async (step) => {
    const { env } = await session('unlocked')
    await keyringOf(env, worker.host).set(account, secret)
    const relay = await interruptAt({ env }, step, async () => lockKeyring({ env }))
    const reading = keyringOf(relay.env, worker.host).get(account)
    await expect(reading).rejects.toMatchObject({ error: { code: 'keyring-locked' } })
    relay.close()
    await unlockKeyring({ env })
    expect((await keyringOf(env, worker.host).get(account))?.equals(secret)).toBe(true)
  })

  test('that locks between the probe and a deletion is not believed either', async () => {
    const { env } = await session('unlocked')
    const straight = keyringOf(env, worker.host)
    await straight.set(account, secret)
    // The worker starts only after the keyring was found open; lock it in between.
    const host = {
      fork: (...args: Parameters<typeof worker.host.fork>) => {
        const started = worker.host.fork(...args)
        return {
          ...started,
          send: (message: unknown) => {
            lockKeyring({ env }).then(
              () => started.send(message),
              () => undefined,
            )
          },
        }
      },
    }
    const late = keyringOf(env, host)
    await expect(late.delete(account)).rejects.toMatchObject({ error: { code: 'keyring-locked' } })
    await unlockKeyring({ env })
    expect((await straight.get(account))?.equals(secret)).toBe(true)
  })
})

describe('no keyring', () => {
  test('a bus whose keyring has no collection to store in is absent', async () => {
    const { env } = await session('absent')
    const keyring = keyringOf(env, worker.host)
    expect(await probed(keyring)).toBe('absent')
    expect(await outcomes(keyring)).toEqual({ get: 'done', set: 'keyring-failed', delete: 'done' })
  })

  test('a service that cannot be started is absent', async () => {
    const made = await session('absent')
    await setActivation(made, '/bin/false')
    expect(await probed(keyringOf(made.env, worker.host))).toBe('absent')
  })

  test.each([
    ['no address at all', {}],
    ['an address where nothing listens', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' }],
    ['an address of another kind', { DBUS_SESSION_BUS_ADDRESS: 'tcp:host=localhost,port=1' }],
    ['an address that is none', { DBUS_SESSION_BUS_ADDRESS: 'nonsense' }],
  ])('%s is absent', async (_name, env) => {
    expect(await probed(keyringOf(env, worker.host))).toBe('absent')
  })

  test('with HUBKEY_KEYRING=required every call says so', async () => {
    const { env } = await session('absent')
    const keyring = keyringOf({ ...env, HUBKEY_KEYRING: 'required' }, worker.host)
    const required = 'keyring-required'
    expect(await outcomes(keyring)).toEqual({ get: required, set: required, delete: required })
  })

  test('with HUBKEY_KEYRING=off an open one is left alone', async () => {
    const { env } = await session('unlocked')
    await keyringOf(env, worker.host).set(account, secret)
    const keyring = keyringOf({ ...env, HUBKEY_KEYRING: 'off' }, worker.host)
    expect(await probed(keyring)).toBe('off')
    expect(await outcomes(keyring)).toEqual({ get: 'done', set: 'keyring-failed', delete: 'done' })
    expect(await lookUpSecret({ env }, account)).toBe(secret.reveal())
  })
})

describe('a keyring library that lies', () => {
  /** Answers every request with yes, and reads back what it likes. */
  function lyingHost(readBack: string | null): WorkerHost {
    return {
      fork: () => {
        let answer = (_message: unknown): void => undefined
        return {
          pid: null,
          send: (message) => {
            const { id, op } = message as { id: number; op: string }
            answer({ id, ok: true, value: op === 'get' ? readBack : null })
          },
          onMessage: (listener) => {
            answer = listener
          },
          onExit: () => undefined,
          onOutput: () => undefined,
          kill: () => undefined,
        }
      },
    }
  }

  test.each([null, 'hf_cut', `${secret.reveal()}x`])(
    'reads back %j after a write',
    async (text) => {
      const { env } = await session('unlocked')
      const keyring = keyringOf(env, lyingHost(text))
      await expect(keyring.set(account, secret)).rejects.toMatchObject({
        error: { code: 'keyring-failed' },
      })
    },
  )

  test('still has what it says it deleted', async () => {
    const { env } = await session('unlocked')
    const keyring = keyringOf(env, lyingHost(secret.reveal()))
    await expect(keyring.delete(account)).rejects.toMatchObject({
      error: { code: 'keyring-failed' },
    })
  })
})

describe('a worker', () => {
  test('that cannot be started is a failed keyring', async () => {
    const { env } = await session('unlocked')
    const keyring = keyringOf(env, createNodeHost('/nowhere'))
    const failed = 'keyring-failed'
    expect(await outcomes(keyring)).toEqual({ get: 'done', set: failed, delete: failed })
  })

  test('ends when the program that started it is killed', async () => {
    const path = join(worker.folder, 'keyring-worker.cjs')
    const program = `const c = require('node:child_process').fork(${JSON.stringify(path)}, [], { env: {} }); console.log(c.pid)`
    const parent = spawn(process.execPath, ['-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = (await once(parent.stdout, 'data')) as [Buffer]
    const pid = Number(said.toString())
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false)
  })

  test('shows no secret in its arguments or its environment', async () => {
    const { env } = await session('unlocked')
    const seen: string[] = []
    const host: WorkerHost = {
      fork: (...args) => {
        const started = worker.host.fork(...args)
        return {
          ...started,
          send: (message) => {
            for (const file of ['cmdline', 'environ']) {
              seen.push(readFileSync(`/proc/${started.pid}/${file}`, 'utf8'))
            }
            started.send(message)
          },
        }
      },
    }
    await keyringOf({ ...env, HF_TOKEN: secret.reveal() }, host).set(account, secret)
    expect(seen).toHaveLength(4)
    expect(seen.join()).not.toContain(secret.reveal())
    expect(seen.join()).toContain('keyring-worker')
  })
})

describe('a keyring that hangs', () => {
  test('is told from the others within the limit, and nothing in it is lost', async () => {
    const { env } = await session('unlocked')
    const keyring = keyringOf(env, worker.host)
    await keyring.set(account, secret)
    const wake = await freezeKeyring({ env })
    expect(await probed(keyring)).toBe('hung')
    const hung = 'keyring-hung'
    expect(await outcomes(keyring)).toEqual({ get: hung, set: hung, delete: hung })
    wake()
    expect((await keyring.get(account))?.equals(secret)).toBe(true)
  })

  test('in the middle of a read is given up', async () => {
    const { env } = await session('unlocked')
    let wake = (): void => undefined
    const relay = await interruptAt({ env }, 'SearchItems', async () => {
      wake = await freezeKeyring({ env })
    })
    const start = performance.now()
    const reading = keyringOf(relay.env, worker.host).get(account)
    await expect(reading).rejects.toMatchObject({ error: { code: 'keyring-hung' } })
    expect(performance.now() - start).toBeLessThan(callLimit)
    relay.close()
    wake()
  })

  test('in the middle of a call, ends with the worker killed at its limit', async () => {
    const { env } = await session('unlocked')
    let wake = (): void => undefined
    const pids: number[] = []
    const host = {
      fork: (...args: Parameters<typeof worker.host.fork>) => {
        const started = worker.host.fork(...args)
        pids.push(started.pid ?? 0)
        return {
          ...started,
          send: (message: unknown) => {
            freezeKeyring({ env }).then(
              (thaw) => {
                wake = thaw
                started.send(message)
              },
              () => undefined,
            )
          },
        }
      },
    }
    const start = performance.now()
    const late = keyringOf(env, host).delete(account)
    await expect(late).rejects.toMatchObject({ error: { code: 'keyring-hung' } })
    expect(performance.now() - start).toBeLessThan(callLimit)
    wake()
    await expect.poll(() => pids.filter(isAlive)).toEqual([])
  })

  test('because the whole bus does is hung too', async () => {
    const { env } = await session('absent')
    const bus = await ownerOf({ env }, 'org.freedesktop.DBus')
    process.kill(bus, 'SIGSTOP')
    const before = openSockets()
    expect(await probed(keyringOf(env, worker.host))).toBe('hung')
    // Nothing may stay that would keep the command line from ending.
    await expect.poll(openSockets).toBe(before)
  })

  test('while it is being started counts as hung, not as absent', async () => {
    const made = await session('absent')
    await setActivation(made, '/bin/sleep 3')
    expect(await probed(keyringOf(made.env, worker.host))).toBe('hung')
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name.startsWith('Pipe')).length
}
