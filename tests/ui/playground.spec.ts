import type { Page } from '@playwright/test'
import { errors, fail } from '../../shared/errors.ts'
import type { EventPayload } from '../../shared/ipc/events.ts'
import { minutesAgo, readyRun, world } from '../fixtures/fake-bridge-world.ts'
import type { FakeBridge } from '../fixtures/fake-bridge.ts'
import { expect, test } from './ui-test.ts'

const runs = [readyRun]

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Question' }).fill(question)
  await page.keyboard.press('Enter')
}

/** Main sends a piece of the answer to the last question. */
async function answer(
  bridge: FakeBridge,
  delta: string,
  end: Partial<Omit<EventPayload<'chat'>, 'ask' | 'delta'>> = {},
): Promise<void> {
  await expect.poll(() => bridge.calls('chat.ask').length).toBeGreaterThan(0)
  const { ask } = bridge.calls('chat.ask').at(-1)!
  const rest = { thought: '', done: false, error: null, stats: null, ...end }
  await bridge.push('chat', { ask, delta, ...rest })
}

test('an answer streams in, and the next question carries the conversation', async ({
  page,
  bridge,
  openMain,
}) => {
  await openMain('playground', { runs })
  const send = page.getByRole('button', { name: 'Send' })
  await expect(page.getByRole('textbox', { name: 'Question' })).toBeFocused()
  await expect(send).toBeDisabled()
  await ask(page, 'One?')
  const log = page.getByRole('log')
  await expect(log).toHaveAttribute('aria-busy', 'true')
  await answer(bridge, 'First ')
  await expect(page.locator('.answer')).toContainText('First')
  await answer(bridge, 'answer.', { done: true })
  await expect(page.locator('.answer')).toHaveText('Qwen3-1.7B-GGUF: First answer.')
  await expect(log).toHaveAttribute('aria-busy', 'false')
  await ask(page, 'Two?')
  await expect.poll(() => bridge.calls('chat.ask')).toHaveLength(2)
  expect(bridge.calls('chat.ask')[1]).toMatchObject({
    run: readyRun.id,
    messages: [
      { role: 'user', content: 'One?' },
      { role: 'assistant', content: 'First answer.' },
      { role: 'user', content: 'Two?' },
    ],
  })
})

test('Shift+Enter breaks the line, Enter sends', async ({ page, bridge, openMain }) => {
  await openMain('playground', { runs })
  await expect(page.getByRole('textbox', { name: 'Question' })).toBeFocused()
  await page.keyboard.type('first')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('second')
  expect(bridge.calls('chat.ask')).toEqual([])
  await page.keyboard.press('Enter')
  await expect
    .poll(() => bridge.calls('chat.ask')[0]?.messages)
    .toEqual([{ role: 'user', content: 'first\nsecond' }])
  await expect(page.getByRole('textbox', { name: 'Question' })).toHaveValue('')
})

test('Enter while an answer runs does not lose what is being written', async ({
  page,
  bridge,
  openMain,
}) => {
  await openMain('playground', { runs })
  await ask(page, 'One?')
  await ask(page, 'Two?')
  await expect(page.getByRole('textbox', { name: 'Question' })).toHaveValue('Two?')
  expect(bridge.calls('chat.ask')).toHaveLength(1)
})

test('Stop generating keeps what came and drops what follows', async ({
  page,
  bridge,
  openMain,
}) => {
  await openMain('playground', { runs })
  await ask(page, 'Tell me all.')
  await answer(bridge, 'Once upon')
  await page.getByRole('button', { name: 'Stop generating' }).click()
  const { ask: id } = bridge.calls('chat.ask')[0]!
  await expect.poll(() => bridge.calls('chat.cancel')).toEqual([{ ask: id }])
  await answer(bridge, ' a time', { done: true })
  await expect(page.getByText('You stopped this answer.')).toBeVisible()
  await expect(page.locator('.answer')).toHaveText('Qwen3-1.7B-GGUF: Once upon')
  await expect(page.getByRole('textbox', { name: 'Question' })).toBeFocused()
  await page.getByRole('button', { name: 'Ask again' }).click()
  await expect.poll(() => bridge.calls('chat.ask')).toHaveLength(2)
  expect(bridge.calls('chat.ask')[1]!.messages).toEqual([{ role: 'user', content: 'Tell me all.' }])
})

test('Clear conversation starts anew', async ({ page, bridge, openMain }) => {
  await openMain('playground', { runs })
  const clear = page.getByRole('button', { name: 'Clear conversation' })
  await expect(clear).toBeDisabled()
  await ask(page, 'One?')
  await answer(bridge, 'Yes.', { done: true })
  await clear.click()
  await expect(page.locator('.bubble')).toHaveCount(0)
  await ask(page, 'Two?')
  await expect.poll(() => bridge.calls('chat.ask')[1]?.messages).toHaveLength(1)
})

test('a refused question and a broken answer are told in place', async ({
  page,
  bridge,
  openMain,
}) => {
  bridge.reply('chat.ask', fail(errors.runNotReady()))
  await openMain('playground', { runs })
  await ask(page, 'One?')
  await expect(page.getByRole('alert')).toContainText('not ready to answer')
  bridge.reply('chat.ask', undefined)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await answer(bridge, 'Half an', { done: true, error: errors.engineFailed('The server died.') })
  await expect(page.getByRole('alert')).toContainText('The server died.')
  await expect(page.locator('.answer')).toContainText('Half an')
  // The unanswered question is not sent twice in a row; the half answer is part of the talk.
  await ask(page, 'Two?')
  await expect.poll(() => bridge.calls('chat.ask').at(-1)?.messages).toHaveLength(3)
})

test('a talk stays readable after its server has ended', async ({ page, bridge, openMain }) => {
  await openMain('playground', { runs })
  await ask(page, 'One?')
  await answer(bridge, 'Yes.', { done: true })
  const ended = { ...readyRun, state: 'exited', url: null, endedAt: minutesAgo(0) } as const
  await bridge.push('snapshot', world({ revision: 2, runs: [ended] }))
  await expect(page.getByText('does not run any more')).toBeVisible()
  await expect(page.locator('.answer')).toContainText('Yes.')
  await expect(page.getByRole('textbox', { name: 'Question' })).toHaveCount(0)
})

test('each server has a talk of its own', async ({ page, bridge, openMain }) => {
  const other = {
    ...readyRun,
    id: '20260314-100000-aaaaaa',
    repo: 'a/other',
    startedAt: minutesAgo(9),
  }
  await openMain('playground', { runs: [readyRun, other] })
  await ask(page, 'One?')
  await answer(bridge, 'Yes.', { done: true })
  await page.getByRole('combobox', { name: 'Server' }).selectOption({ value: readyRun.id })
  await expect(page.locator('.answer')).toHaveCount(0)
  await page.getByRole('combobox', { name: 'Server' }).selectOption({ value: other.id })
  await expect(page.locator('.answer')).toHaveCount(1)
})

test('a server that becomes ready does not take the talk away', async ({
  page,
  bridge,
  openMain,
}) => {
  await openMain('playground', { runs })
  await ask(page, 'One?')
  await answer(bridge, 'Yes.', { done: true })
  const newer = { ...readyRun, id: '20260314-120400-zzzzzz', startedAt: minutesAgo(0) }
  await bridge.push('snapshot', world({ revision: 2, runs: [readyRun, newer] }))
  await expect(page.locator('.answer')).toContainText('Yes.')
})

test('without a ready server the page leads to the models', async ({ page, bridge, openMain }) => {
  bridge.reply('model.cached', [])
  await openMain('playground', { runs: [{ ...readyRun, state: 'starting' }] })
  await expect(page.getByText('Qwen3-1.7B-GGUF is getting ready')).toBeVisible()
  await bridge.push('snapshot', world({ revision: 2 }))
  await page.getByRole('button', { name: 'Choose a model' }).click()
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
})

test('parameters go with the question, and what cannot be is said before', async ({
  page,
  bridge,
  openMain,
}) => {
  await openMain('playground', { runs })
  await page.getByRole('button', { name: 'Parameters' }).click()
  const panel = page.getByRole('region', { name: 'Parameters' })
  const fill = async (label: string, text: string): Promise<void> =>
    panel.getByLabel(label).fill(text)
  await fill('System prompt', 'Answer in verse.')
  await fill('Temperature', '3')
  await expect(panel).toContainText('Temperature is a number from 0 to 2.')
  await ask(page, 'One?')
  expect(bridge.calls('chat.ask')).toEqual([])
  await fill('Temperature', '0.2')
  await fill('Top-p', '0.9')
  await fill('Most tokens', '64')
  await fill('Seed', '7')
  await fill('Stop at', 'END\n\nSTOP')
  await ask(page, 'One?')
  await expect
    .poll(() => bridge.calls('chat.ask')[0])
    .toMatchObject({
      settings: { temperature: 0.2, topP: 0.9, maxTokens: 64, seed: 7, stop: ['END', 'STOP'] },
      messages: [
        { role: 'system', content: 'Answer in verse.' },
        { role: 'user', content: 'One?' },
      ],
    })
  await answer(bridge, 'Yes.', { done: true })
  await panel.getByRole('button', { name: 'Empty all' }).click()
  await ask(page, 'Two?')
  await expect.poll(() => bridge.calls('chat.ask')[1]?.settings).toEqual({})
})

test('an answer tells how fast it came, can be copied and made anew', async ({
  page,
  bridge,
  openMain,
}) => {
  await openMain('playground', { runs })
  await ask(page, 'One?')
  await answer(bridge, '', { thought: 'Let me see.' })
  await expect(page.getByText('Thinking…')).toBeVisible()
  await answer(bridge, 'Yes.')
  const stats = { tokens: 61, firstSeconds: 0.31, seconds: 2, isCut: true }
  await answer(bridge, '', { done: true, stats })
  await expect(
    page.getByText('61 tokens · 30 tokens/s · first after 0.3 s · cut off at the most tokens'),
  ).toBeVisible()
  await page.getByText('What it thought').click()
  await expect(page.getByText('Let me see.')).toBeVisible()
  await page.getByRole('button', { name: 'Copy', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(bridge.calls('chat.copy')).toEqual([{ text: 'Yes.' }])
  await page.getByRole('button', { name: 'Regenerate' }).click()
  await expect.poll(() => bridge.calls('chat.ask')).toHaveLength(2)
  expect(bridge.calls('chat.ask')[1]!.messages).toEqual([{ role: 'user', content: 'One?' }])
  await expect(page.locator('.question')).toHaveCount(1)
  await answer(bridge, 'No.')
  await page.keyboard.press('Escape')
  await expect(page.getByText('You stopped this answer.')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Question' })).toBeFocused()
})

test('a model that may not be had leaves three ways on', async ({ page, bridge, openMain }) => {
  bridge.reply('model.cached', [])
  const why = errors.accessDenied('not-requested', 'You have not asked for access yet.', null)
  const denied = { ...readyRun, state: 'failed', url: null, endedAt: minutesAgo(1), error: why } as const // prettier-ignore
  await openMain('playground', { runs: [denied] })
  const ways = page.getByRole('group', { name: /Ways on/ })
  await expect(page.getByText('You have not asked for access yet.')).toBeVisible()
  await ways.getByRole('button', { name: 'Connect Hugging Face' }).click()
  await ways.getByRole('button', { name: 'Open the model’s page' }).click()
  expect(bridge.calls('window.show')).toEqual([{ view: 'log-in' }])
  await expect.poll(() => bridge.calls('link.open')).toEqual([{ to: 'model', repo: readyRun.repo }])
  bridge.reply('model.search', { models: [], next: null })
  await ways.getByRole('button', { name: 'Choose an open model' }).click()
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Access' })).toHaveValue('open')
  await expect
    .poll(() => bridge.calls('model.search'))
    .toMatchObject([{ gated: false, gguf: true, task: 'text-generation' }])
})
