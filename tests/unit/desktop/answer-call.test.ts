import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerCall } from '../../../electron/desktop/answer-call.ts'
import type { Sender } from '../../../electron/desktop/trusted-frame.ts'
import { channels, type Channel } from '../../../shared/ipc/channels.ts'
import { contract, type Handlers, type Output } from '../../../shared/ipc/contract.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { canary, sampleInputs, sampleOutputs } from './ipc-samples.ts'

const ourPage: Sender = { senderFrame: { url: 'app://hubkey/index.html', parent: null } }
const strangers: Readonly<Record<string, Sender>> = {
  'a destroyed frame': { senderFrame: null },
  'a frame inside our page': {
    senderFrame: { url: 'app://hubkey/index.html', parent: { url: 'app://hubkey/index.html' } },
  },
  'a web page': { senderFrame: { url: 'https://hubkey/index.html', parent: null } },
  'a host that looks like ours': {
    senderFrame: { url: 'app://hubkey.evil/index.html', parent: null },
  },
  'our host behind a user name': {
    senderFrame: { url: 'app://evil@hubkey/index.html', parent: null },
  },
  'a file': { senderFrame: { url: 'file:///hubkey/index.html', parent: null } },
  'no address at all': { senderFrame: { url: '', parent: null } },
}

/** Handlers that count how often any of them ran, and answer with the sample outputs. */
function countingHandlers(outputs: Readonly<Record<Channel, unknown>> = sampleOutputs): {
  handlers: Handlers
  calls: () => number
} {
  let calls = 0
  const entries = channels.map((channel) => [
    channel,
    () => {
      calls += 1
      return outputs[channel]
    },
  ])
  return { handlers: Object.fromEntries(entries) as Handlers, calls: () => calls }
}

const noReport = (): string => {
  throw new Error('nothing unforeseen was expected')
}

describe.each(channels)('%s', (channel) => {
  it('answers our own page', async () => {
    const { handlers, calls } = countingHandlers()
    const call = { channel, sender: ourPage, args: [sampleInputs[channel]] }
    expect(await answerCall(call, handlers, noReport)).toEqual({
      ok: true,
      value: sampleOutputs[channel],
    })
    expect(calls()).toBe(1)
  })

  it.each(Object.entries(strangers))('refuses %s', async (_name, sender) => {
    const { handlers, calls } = countingHandlers()
    const call = { channel, sender, args: [sampleInputs[channel]] }
    expect(await answerCall(call, handlers, noReport)).toMatchObject({ ok: false })
    expect(calls()).toBe(0)
  })

  it('handles nothing that its schema does not take', async () => {
    const { handlers, calls } = countingHandlers()
    const { input } = contract[channel]
    const hostile = fc.oneof(
      fc.anything(),
      fc.object(),
      fc.constant({ ...(sampleInputs[channel] as object | undefined), surplus: true }),
      fc.constant(JSON.parse('{"__proto__":{"draft":"x"}}')),
      fc.constant('x'.repeat(10_000_000)),
    )
    await fc.assert(
      fc.asyncProperty(hostile, async (value) => {
        fc.pre(!input.safeParse(value).success)
        const call = { channel, sender: ourPage, args: [value] }
        const answer = await answerCall(call, handlers, noReport)
        expect(answer).toMatchObject({ ok: false, error: { code: 'bad-input' } })
      }),
      { numRuns: 1000 },
    )
    expect(calls()).toBe(0)
  })

  it('refuses a second argument', async () => {
    const { handlers, calls } = countingHandlers()
    const call = { channel, sender: ourPage, args: [sampleInputs[channel], 'more'] }
    expect(await answerCall(call, handlers, noReport)).toMatchObject({ ok: false })
    expect(calls()).toBe(0)
  })

  it('drops what the contract does not name from the answer', async () => {
    const leaky = { ...sampleOutputs, [channel]: withCanary(sampleOutputs[channel]) }
    const { handlers } = countingHandlers(leaky)
    const call = { channel, sender: ourPage, args: [sampleInputs[channel]] }
    const answer = await answerCall(call, handlers, () => 'reference')
    expect(JSON.stringify(answer)).not.toContain(canary)
  })
})

describe('a failure', () => {
  const call = { channel: 'snapshot.get', sender: ourPage, args: [undefined] } as const
  const failing = (cause: unknown): Handlers => ({
    ...countingHandlers().handlers,
    'snapshot.get': (): Output<'snapshot.get'> => {
      throw cause
    },
  })

  it('of a verb crosses as data', async () => {
    const answer = await answerCall(call, failing(fail(errors.keyringLocked())), noReport)
    expect(answer).toEqual({ ok: false, error: errors.keyringLocked() })
  })

  it('that nobody foresaw crosses as a reference only', async () => {
    const reported: unknown[] = []
    const answer = await answerCall(call, failing(new Error(canary)), (where, cause) => {
      reported.push([where, cause])
      return 'abcd1234'
    })
    expect(answer).toEqual({ ok: false, error: errors.unexpected('abcd1234') })
    expect(reported).toEqual([['snapshot.get', new Error(canary)]])
  })
})

/** Adds a surplus secret to every object of a value. */
function withCanary(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withCanary)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, withCanary(inner)])
  return { ...Object.fromEntries(entries), token: canary }
}
