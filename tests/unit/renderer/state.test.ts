import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  addExchange,
  addPiece,
  clearConversation,
  endExchange,
  messagesOf,
  useChat,
} from '../../../renderer/state/chat.ts'
import {
  addLines,
  forgetLog,
  hiddenLines,
  lastSeq,
  useLogs,
  watchLog,
} from '../../../renderer/state/logs.ts'
import {
  acceptSnapshot,
  reportLostConnection,
  useConnection,
} from '../../../renderer/state/snapshot.ts'
import { goTo, pageFromHash, setBusy, setNote, useUi } from '../../../renderer/state/ui.ts'
import { errors } from '../../../shared/errors.ts'
import { world } from '../../fixtures/fake-bridge-world.ts'

const run = '20260314-115300-a1b2c3'
const line = (seq: number) => ({ seq, text: `line ${seq}` })

beforeEach(() => {
  useLogs.setState({ lines: {} })
  useChat.setState({ conversations: {} })
  useConnection.setState({ snapshot: null, problem: null })
})

describe('the snapshot', () => {
  it('ends as the newest, in whatever order they arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 9 }), { minLength: 1 }), (revisions) => {
        useConnection.setState({ snapshot: null, problem: null })
        for (const revision of revisions) acceptSnapshot(world({ revision }))
        expect(useConnection.getState().snapshot?.revision).toBe(Math.max(...revisions))
      }),
    )
  })

  it('stays readable when the connection is lost later', () => {
    reportLostConnection(errors.runNotReady())
    expect(useConnection.getState().problem).not.toBeNull()
    acceptSnapshot(world())
    expect(useConnection.getState().problem).toBeNull()
    reportLostConnection(errors.runNotReady())
    expect(useConnection.getState().problem).toBeNull()
  })
})

describe('logs', () => {
  it('hold each line once and in order, however fetch and events overlap', () => {
    const batch = fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 10 }))
    fc.assert(
      fc.property(fc.array(batch), (batches) => {
        forgetLog(run)
        watchLog(run)
        const expected = new Set<number>()
        for (const [start, length] of batches) {
          const added = Array.from({ length }, (_, index) => line(start + index))
          for (const { seq } of added) expected.add(seq)
          addLines(run, added)
        }
        const kept = useLogs.getState().lines[run]?.map(({ seq }) => seq)
        expect(kept).toEqual([...expected].sort((a, b) => a - b))
      }),
    )
  })

  it('keep the last 200,000 lines', () => {
    watchLog(run)
    addLines(
      run,
      Array.from({ length: 199_999 }, (_, seq) => line(seq)),
    )
    addLines(run, [line(199_999), line(200_000)])
    expect(useLogs.getState().lines[run]).toHaveLength(200_000)
    expect(useLogs.getState().lines[run]?.[0]?.seq).toBe(1)
    expect(lastSeq(run)).toBe(200_000)
    expect(hiddenLines(run)).toBe(1)
    // An older page that does not fit is as little shown.
    addLines(run, [line(-2), line(-1)])
    expect(hiddenLines(run)).toBe(3)
    expect(useLogs.getState().lines[run]?.[0]?.seq).toBe(1)
  })

  it('are kept only while somebody looks', () => {
    addLines(run, [line(0)])
    expect(useLogs.getState().lines).toEqual({})
    watchLog(run)
    addLines(run, [line(0)])
    watchLog(run)
    expect(useLogs.getState().lines[run]).toHaveLength(1)
    forgetLog(run)
    expect(lastSeq(run)).toBe(-1)
  })
})

describe('a conversation', () => {
  const exchanges = () => useChat.getState().conversations[run] ?? []
  const piece = (ask: string, delta: string, done = false) =>
    addPiece({ ask, delta, thought: '', done, error: null, stats: null })

  it('grows piece by piece and takes nothing after its end', () => {
    addExchange(run, 'a', 'Q')
    expect(exchanges()[0]?.state).toBe('waiting')
    piece('a', 'one ')
    piece('a', 'two', true)
    piece('a', ' three')
    piece('other', 'x')
    expect(exchanges()).toMatchObject([{ answer: 'one two', state: 'done' }])
  })

  it('keeps what came before it was stopped or failed', () => {
    addExchange(run, 'a', 'Q')
    piece('a', 'half')
    endExchange('a', null)
    piece('a', ' more', true)
    addExchange(run, 'b', 'Q2')
    addPiece({
      ask: 'b',
      delta: '',
      thought: '',
      done: true,
      error: errors.runNotReady(),
      stats: null,
    })
    endExchange('b', null)
    expect(exchanges()).toMatchObject([
      { answer: 'half', state: 'stopped' },
      { answer: '', state: 'failed' },
    ])
  })

  it('is sent without questions that were never answered', () => {
    addExchange(run, 'a', 'unanswered')
    endExchange('a', errors.runNotReady())
    addExchange(run, 'b', 'answered')
    piece('b', 'yes', true)
    expect(messagesOf(exchanges(), 'next').map(({ content }) => content)).toEqual([
      'answered',
      'yes',
      'next',
    ])
    clearConversation(run)
    expect(messagesOf(exchanges(), 'next')).toHaveLength(1)
  })

  it('never outgrows the contract, and always begins with a question', () => {
    for (let index = 0; index < 300; index += 1) {
      addExchange(run, String(index), 'Q')
      piece(String(index), 'A', true)
    }
    const messages = messagesOf(exchanges(), 'next')
    expect(messages).toHaveLength(499)
    expect(messages[0]?.role).toBe('user')
  })
})

describe('the window', () => {
  it('opens at the page of its address', () => {
    expect(pageFromHash('#servers')).toBe('servers')
    expect(pageFromHash('#log-in')).toBe('tokens')
    expect(pageFromHash('')).toBe('tokens')
    goTo('models')
    expect(useUi.getState().page).toBe('models')
  })

  it('keeps notes and busy marks apart by place', () => {
    setBusy('a', true)
    setBusy('b', true)
    setBusy('a', false)
    setNote('a', { error: errors.runNotReady(), retry: () => undefined })
    setNote('a', null)
    expect(useUi.getState().busy).toEqual({ b: true })
    expect(useUi.getState().notes).toEqual({})
  })
})
